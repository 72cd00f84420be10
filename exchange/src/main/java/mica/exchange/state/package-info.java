/** State machines as tables. */
@org.jspecify.annotations.NullMarked
package mica.exchange.state;
