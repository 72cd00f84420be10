/** The accounts of officers and their roles. */
@org.jspecify.annotations.NullMarked
package mica.office.officers;
