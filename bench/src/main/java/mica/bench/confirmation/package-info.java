/** How long a visitor waits for the confirmation, form to mail server. */
@org.jspecify.annotations.NullMarked
package mica.bench.confirmation;
