/** The office, put together: {@link mica.office.Office} builds every object of the zone by hand. */
@org.jspecify.annotations.NullMarked
package mica.office;
