/** What goes with a day, a visit or a person: the rows that features keep beside the visits themselves. */
@org.jspecify.annotations.NullMarked
package mica.office.kept;
