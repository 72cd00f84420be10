package mica.app.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One SMTP transaction: any sender, any recipient, up to a size. */
final class Reception implements MessageHandler {

    /** Twice what the carriers and public mailbox providers take. */
    static final int LARGEST_MAIL = 50 << 20;

    private final Spool spool;
    private final InstantSource clock;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    Reception(Spool spool, InstantSource clock) {
        this.spool = spool;
        this.clock = clock;
    }

    @Override
    public void from(String address) {
        sender = address;
    }

    @Override
    public void recipient(String address) {
        recipients.add(address);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        byte[] raw = data.readNBytes(LARGEST_MAIL + 1);
        if (raw.length > LARGEST_MAIL) {
            data.transferTo(OutputStream.nullOutputStream());
            throw new RejectException(552, "5.3.4 Message too big");
        }
        ReceivedMail message = spool.add(clock.instant(), sender, recipients, raw);
        return "2.0.0 Ok, kept as " + message.id();
    }

    @Override
    public void done() {}
}
