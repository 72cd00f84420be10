package mica.program.settings;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What a setting is when it is not given. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    String value();
}
