package mica.exchange.file;

import java.io.IOException;
import java.nio.file.Path;

/** A secret's file that is not read, because others could read or exchange it; the message says the remedy. */
public final class OpenToOthersException extends IOException {

    private OpenToOthersException(String fault) {
        super(fault);
    }

    /** @throws OpenToOthersException when the file is not its owner's alone */
    public static void refuse(Path secret) throws OpenToOthersException {
        String fault = OwnersAlone.fault(secret).orElse(null);
        if (fault != null) {
            throw new OpenToOthersException(fault);
        }
    }
}
