package mica.office.overview;

import java.util.List;
import mica.office.officers.Officer;

/**
 * Something that waits for an officer, shown on the first page.
 *
 * @param textKey what it is; its text may show the count as {@code {0}}
 * @param href where it is done
 */
public record Waiting(String textKey, long count, String href) {

    /** A feature's answer to what waits for an officer; empty when nothing of it concerns them. */
    @FunctionalInterface
    public interface Source {
        List<Waiting> of(Officer officer);
    }
}
