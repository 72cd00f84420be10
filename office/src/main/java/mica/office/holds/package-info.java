/** Legal holds: days that are not erased, as two officers decided. */
@org.jspecify.annotations.NullMarked
package mica.office.holds;
