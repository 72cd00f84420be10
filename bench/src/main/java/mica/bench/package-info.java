/** The whole system under real input and load. */
@org.jspecify.annotations.NullMarked
package mica.bench;
