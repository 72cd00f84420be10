/** Venues from spreadsheets. */
@org.jspecify.annotations.NullMarked
package mica.office.imports;
