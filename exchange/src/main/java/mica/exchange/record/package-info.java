/** How records cross the exchange: with a version, and read tolerantly by whoever is older or newer. */
@org.jspecify.annotations.NullMarked
package mica.exchange.record;
