@org.jspecify.annotations.NullMarked
package mica.front.health;
