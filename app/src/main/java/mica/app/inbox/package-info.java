/** The demo's own mail server and the pages in which its mail is read. */
@NullMarked
package mica.app.inbox;

import org.jspecify.annotations.NullMarked;
