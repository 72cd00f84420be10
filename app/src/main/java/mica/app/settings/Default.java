package mica.app.settings;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What a setting is when it is not given. */
@Retention(RetentionPolicy.RUNTIME)
@interface Default {
    String value();
}
