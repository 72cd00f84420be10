/** Venues, their places, and what of them is published. */
@org.jspecify.annotations.NullMarked
package mica.office.venues;
