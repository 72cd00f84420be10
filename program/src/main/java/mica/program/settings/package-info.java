@org.jspecify.annotations.NullMarked
package mica.program.settings;
