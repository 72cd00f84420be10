@org.jspecify.annotations.NullMarked
package mica.office.pace;
