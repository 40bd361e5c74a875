package dev.gavel.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Fresh idempotency keys: unique, not secret; a key belongs to the user who used it. */
final class Keys {
    private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), 36) + "-"
            + Long.toString(System.currentTimeMillis(), 36) + "-";
    private static final AtomicLong COUNT = new AtomicLong();

    private Keys() {}

    /** A key that no other call has, such as {@code 4q7-mb3x0f2k-1-1y2p0ij32e8e7}. */
    static String fresh() {
        var random = ThreadLocalRandom.current().nextLong() >>> 1;
        return PROCESS + COUNT.incrementAndGet() + "-" + Long.toString(random, 36);
    }
}
