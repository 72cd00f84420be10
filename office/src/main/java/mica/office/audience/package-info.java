/**
 * Who was there: counting people at places in a period and going through them, each once, by tags and without
 * opening an address.
 */
@org.jspecify.annotations.NullMarked
package mica.office.audience;
