/** Rehearsals: an installation of made-up people beside the real one, with no way to a relay. */
@org.jspecify.annotations.NullMarked
package mica.rehearsal;
