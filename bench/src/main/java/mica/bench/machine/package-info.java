/** What all benches share: processor time. */
@org.jspecify.annotations.NullMarked
package mica.bench.machine;
