/** Whose files are. */
@org.jspecify.annotations.NullMarked
package mica.exchange.file;
