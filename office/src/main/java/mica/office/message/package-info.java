/** Writing a mail: its parts, character sets, slots and the octets that are signed and sent. */
@org.jspecify.annotations.NullMarked
package mica.office.message;
