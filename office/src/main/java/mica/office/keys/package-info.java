@org.jspecify.annotations.NullMarked
package mica.office.keys;
