/** What needs two officers: who may decide, on exactly what was seen, and what was done about it. */
@org.jspecify.annotations.NullMarked
package mica.office.approval;
