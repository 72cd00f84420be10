package mica.bench.notice;

import java.io.IOException;

/** Another sender into the same sink, set up as its own users would. */
interface Peer extends AutoCloseable {

    String name();

    /**
     * Sends so many mails and returns when the last was accepted.
     *
     * @return seconds of processor time it used for them
     */
    double send(int count) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
