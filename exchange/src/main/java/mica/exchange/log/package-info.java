/** How failures are written down. */
@org.jspecify.annotations.NullMarked
package mica.exchange.log;
