/** How the parts of a zone are: what a monitor asks and an operator acts on. */
@org.jspecify.annotations.NullMarked
package mica.exchange.health;
