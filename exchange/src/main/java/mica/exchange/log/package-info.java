/** How failures, and what repeats itself, are written down. */
@org.jspecify.annotations.NullMarked
package mica.exchange.log;
