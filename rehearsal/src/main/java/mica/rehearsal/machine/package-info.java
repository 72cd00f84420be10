/** A whole installation on this machine: its database, its processes, a browser for its people. */
@org.jspecify.annotations.NullMarked
package mica.rehearsal.machine;
