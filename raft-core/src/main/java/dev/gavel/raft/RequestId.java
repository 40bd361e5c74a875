package dev.gavel.raft;

/**
 * The client's name for one command: the same id means the same command, however often it is sent
 * and to whichever server, and gets the first answer again.
 *
 * @see "docs/adr/0005-exactly-once.md"
 */
public sealed interface RequestId {

    /**
     * One command of a session.
     *
     * @param session what the session is called, given out by {@link Replicator#openSession}
     * @param seq number of the command within it, from 1
     * @param ackedBelow answers to commands numbered below this are in the client's hands: the
     *        group may forget them, and refuses a repeat of them
     */
    record InSession(long session, long seq, long ackedBelow) implements RequestId {

        /**
         * The largest number a command may have: that of a client that sends a million commands a
         * second for 285 years. A larger one can be written down, since a log may hold it, and is
         * refused.
         */
        public static final long MAX_SEQ = (1L << 53) - 1;

        /** Refuses numbers below 1, and an acknowledgement of what is only now being asked. */
        public InSession {
            if (session < 1 || seq < 1 || ackedBelow < 0 || ackedBelow > seq) {
                throw new IllegalArgumentException("no request id: session " + session + ", seq "
                        + seq + ", acked below " + ackedBelow);
            }
        }
    }

    /**
     * One call by its idempotency key, remembered for {@link SessionLimits#keyMemory()}. A key
     * belongs to the principal who used it: two principals may use the same key for different
     * commands.
     *
     * @param key at most {@value #MAX_KEY_BYTES} bytes of UTF-8
     */
    record ByKey(String key) implements RequestId {

        /** Longest key, in bytes of UTF-8. */
        public static final int MAX_KEY_BYTES = 512;

        /** Refuses an empty or too long key. */
        public ByKey {
            if (key.isEmpty() || key.length() > MAX_KEY_BYTES) {
                throw new IllegalArgumentException(
                        "an idempotency key has 1 to " + MAX_KEY_BYTES + " bytes");
            }
        }
    }
}
