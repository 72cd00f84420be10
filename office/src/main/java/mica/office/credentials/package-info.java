/** What an officer proves to be one with: passwords, one-time codes, and the picture that hands over their secret. */
@org.jspecify.annotations.NullMarked
package mica.office.credentials;
