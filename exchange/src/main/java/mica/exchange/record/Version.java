package mica.exchange.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The version in which this program writes a record that crosses the exchange. One more with every field that is added,
 * and the field is {@link Since} it. No field is renamed, changes its meaning or goes: whoever is older still reads it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Version {
    int value();
}
