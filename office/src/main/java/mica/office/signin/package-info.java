/** Signing in: password, one-time code, session. */
@org.jspecify.annotations.NullMarked
package mica.office.signin;
