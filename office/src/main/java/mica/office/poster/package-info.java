@NullMarked
package mica.office.poster;

import org.jspecify.annotations.NullMarked;
