/** How a notice stands, while it is sent and afterwards. */
@org.jspecify.annotations.NullMarked
package mica.office.report;
