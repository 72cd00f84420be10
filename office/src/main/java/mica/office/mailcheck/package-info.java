@org.jspecify.annotations.NullMarked
package mica.office.mailcheck;
