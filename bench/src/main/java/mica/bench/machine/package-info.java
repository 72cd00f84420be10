/** What all benches share: a database, an installation, programs as processes of their own, and processor time. */
@org.jspecify.annotations.NullMarked
package mica.bench.machine;
