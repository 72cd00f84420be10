package mica.office.door;

import java.util.Optional;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;
import mica.office.message.OutgoingMessage;

/** How the feature that writes notices gives its author a draft to read; so mail need not know notices. */
@FunctionalInterface
public interface TestNotice {

    /** The draft as a mail with the given id; empty when there is no such draft any more. */
    Optional<OutgoingMessage> compose(UUID mail, EmailAddress to, Language language, String notice);
}
