/** Sending a notice: who gets it, in which parts, and what became of each person's mail. */
@org.jspecify.annotations.NullMarked
package mica.office.delivery;
