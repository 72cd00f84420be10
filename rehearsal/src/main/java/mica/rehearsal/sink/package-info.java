/** An SMTP server that counts, as a program of its own, and a delay before it. */
@org.jspecify.annotations.NullMarked
package mica.rehearsal.sink;
