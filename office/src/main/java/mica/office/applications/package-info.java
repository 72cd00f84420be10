/** What venues send in to take part, and its review. */
@org.jspecify.annotations.NullMarked
package mica.office.applications;
