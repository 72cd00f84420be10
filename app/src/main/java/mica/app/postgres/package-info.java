@org.jspecify.annotations.NullMarked
package mica.app.postgres;
