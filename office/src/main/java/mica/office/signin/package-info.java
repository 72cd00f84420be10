/** Signing in, and the session that begins with it. */
@org.jspecify.annotations.NullMarked
package mica.office.signin;
