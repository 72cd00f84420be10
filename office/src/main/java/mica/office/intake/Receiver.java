package mica.office.intake;

import org.jdbi.v3.core.Handle;

/** Takes the opened content of one kind of envelope, within the office's transaction. The same may come twice. */
@FunctionalInterface
public interface Receiver {

    /** @throws RefusedEnvelopeException when the content is nothing the office can use */
    void receive(Handle tx, byte[] content);
}
