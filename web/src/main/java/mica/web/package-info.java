/** The page kit: how both zones serve, word and draw a page. Knows no feature. */
@org.jspecify.annotations.NullMarked
package mica.web;
