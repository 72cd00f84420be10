/** The stored visits, in partitions of a day each. */
@org.jspecify.annotations.NullMarked
package mica.office.visits;
