package mica.office.message;

import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.LinkToken;

/**
 * What is of one person in a mail that is otherwise the same for many. Each is of a type that cannot hold a line break.
 *
 * @param to whom it is for
 * @param returnPath where its bounces go; the envelope's, not in the message itself
 * @param messageId the left side of its Message-ID
 * @param unsubscribe the token of the link in List-Unsubscribe
 * @param erase the token of the reader's own link to have a visit erased
 */
public record Slots(EmailAddress to, EmailAddress returnPath, UUID messageId, LinkToken unsubscribe, LinkToken erase) {

    /** Stand in for a person's own while a message is prepared; no person's are the same. */
    static final Slots PLACEHOLDERS = new Slots(
            EmailAddress.of("slot-f1b0a59c2e7d4836@slot-8d3c61fa.invalid"),
            EmailAddress.of("slot-return-5a97c04b@slot-8d3c61fa.invalid"),
            UUID.fromString("5107f1b0-a59c-42e7-9d48-36e1c07b82aa"),
            placeholder("a7c1e9f05b3d82461f7e0c9ad4b6385279e1f0c3"),
            placeholder("3e8d5f10c6a94b27d80e1f52b3a7964cd05e8f71"));

    private static LinkToken placeholder(String text) {
        return LinkToken.read(text).orElseThrow();
    }

    /** Without anything of the person. */
    @Override
    public String toString() {
        return "Slots[…]";
    }
}
