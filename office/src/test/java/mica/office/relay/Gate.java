package mica.office.relay;

import java.util.concurrent.Semaphore;

/**
 * What messages pass on their way into a relay of tests: what a test does while some are held is amid the sending, however
 * busy the machine is. Open until told otherwise. Threads share it.
 */
final class Gate {

    private static final int EVERYBODY = Integer.MAX_VALUE / 2;

    private volatile Semaphore places = new Semaphore(EVERYBODY);

    void openTo(int messages) {
        places = new Semaphore(messages);
    }

    void open() {
        Semaphore held = places;
        places = new Semaphore(EVERYBODY);
        held.release(EVERYBODY);
    }

    void pass() throws InterruptedException {
        places.acquire();
    }
}
