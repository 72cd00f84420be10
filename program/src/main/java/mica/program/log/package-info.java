/** What the program's log may say. */
@org.jspecify.annotations.NullMarked
package mica.program.log;
