@org.jspecify.annotations.NullMarked
package mica.exchange.log;
