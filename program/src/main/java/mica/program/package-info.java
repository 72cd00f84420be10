/** What every program of the house has: settings, a log behind a gate, servers that end when told to. */
@org.jspecify.annotations.NullMarked
package mica.program;
