/** What both zones ask and show of a venue. */
@org.jspecify.annotations.NullMarked
package mica.web.venue;
