package dev.gavel.raft.log;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;

/**
 * Finds sessions by their names. Names are drawn by lot, so that nobody finds another's session by
 * counting. A session that has no name but its number is not in here.
 */
final class SessionNames {

    private static final int BUCKETS = 1 << 16;
    private static final SecureRandom LOT = new SecureRandom();
    /** A name is a number of this length in bits, and so of 18 digits at most. */
    private static final int NAME_BITS = 59;

    /** One name; links of a bucket are never changed. */
    private record Named(long name, long number, @Nullable Named next) {}

    private final PagedTable<Named> buckets = new PagedTable<>();
    private long count;

    /** A name that nobody can guess, and that is no session's number. */
    static long draw() {
        return (LOT.nextLong() >>> (Long.SIZE - NAME_BITS)) | (1L << (NAME_BITS - 1));
    }

    /** Whether {@code name} cannot be a session's number. */
    static boolean isName(long name) {
        return name >>> Integer.SIZE != 0;
    }

    /** Takes {@code session} in, if its name is not its number. */
    void put(Session session) {
        if (session.isNamed()) {
            var bucket = bucket(session.name());
            buckets.put(bucket,
                    new Named(session.name(), session.number(), buckets.get(bucket)));
            count++;
        }
    }

    void remove(Session session) {
        if (!session.isNamed()) {
            return;
        }
        var bucket = bucket(session.name());
        Named left = null;
        for (var named = buckets.get(bucket); named != null; named = named.next()) {
            if (named.number() != session.number()) {
                left = new Named(named.name(), named.number(), left);
            }
        }
        if (left == null) {
            buckets.remove(bucket);
        } else {
            buckets.put(bucket, left);
        }
        count--;
    }

    /** Number of the session with this name; 0 where there is none. */
    long find(long name) {
        return find(buckets.get(bucket(name)), name);
    }

    private static long find(@Nullable Named bucket, long name) {
        for (var named = bucket; named != null; named = named.next()) {
            if (named.name() == name) {
                return named.number();
            }
        }
        return 0;
    }

    private static long bucket(long name) {
        return name & (BUCKETS - 1);
    }

    Frozen freeze() {
        return new Frozen(buckets.freeze(), count);
    }

    /**
     * The names at one moment.
     *
     * @param count how many
     */
    record Frozen(PagedTable.Frozen<Named> buckets, long count) {

        /** Number of the session with this name; 0 where there is none. */
        long find(long name) {
            return SessionNames.find(buckets.get(bucket(name)), name);
        }
    }
}
