@NullMarked
package mica.office.posters;

import org.jspecify.annotations.NullMarked;
