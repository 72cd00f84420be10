/** How many check-ins the front takes, beside {@code pgbench} writing the same rows. */
@org.jspecify.annotations.NullMarked
package mica.bench.intake;
