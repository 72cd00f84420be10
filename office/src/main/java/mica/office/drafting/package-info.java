/** Writing a notice: the form, the ready texts, the checks. */
@org.jspecify.annotations.NullMarked
package mica.office.drafting;
