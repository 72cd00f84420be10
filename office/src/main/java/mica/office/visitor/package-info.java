@org.jspecify.annotations.NullMarked
package mica.office.visitor;
