package mica.office.keys;

import java.time.LocalDate;

/**
 * What the office derives from its lasting secrets and the days' masks, apart for those who need one of them.
 */
public record Secrets(MailedLinks links, PersonTags tags, AtRest atRest) {

    public static Secrets of(KeyStore keys) {
        DayMasks masks = new DayMasks(keys);
        return new Secrets(new MailedLinks(keys), new PersonTags(keys, masks), new AtRest(keys, masks));
    }

    /** Forgets the mask of a day, after it was destroyed. */
    public void forget(LocalDate day) {
        tags.forget(day);
    }
}
