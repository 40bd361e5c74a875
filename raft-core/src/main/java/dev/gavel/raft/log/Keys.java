package dev.gavel.raft.log;

import dev.gavel.raft.SessionLimits;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/**
 * Idempotency keys with their first answers, oldest first out: by age, and by number beyond
 * {@link SessionLimits#MAX_KEYS}. A key is held by a 128-bit digest of it and its principal, so that
 * long keys cost no memory and nobody can crowd one bucket.
 */
final class Keys {

    private static final int BUCKETS = 1 << 20;
    /** Keys dropped in one entry at most, so that none takes long. */
    private static final int DROPS_PER_ENTRY = 2_000;

    /** One key; links of a bucket are never changed. */
    record Held(long high, long low, Answer answer, @Nullable Held next) {}

    private final PagedTable<Held> buckets;
    private final PagedTable<Held> arrivals;
    private long first;
    private long next;

    Keys() {
        buckets = new PagedTable<>();
        arrivals = new PagedTable<>();
    }

    static Held idOf(String principal, String key, Answer answer) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(principal.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            var digest = ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
            return new Held(digest.getLong(), digest.getLong(), answer, null);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    void put(Held key) {
        var bucket = bucket(key.high());
        buckets.put(bucket, new Held(key.high(), key.low(), key.answer(), buckets.get(bucket)));
        arrivals.put(next++, key);
    }

    /** Drops what is too old or too much. */
    void expire(long nowMillis) {
        for (var dropped = 0; dropped < DROPS_PER_ENTRY && first < next; dropped++) {
            var oldest = java.util.Objects.requireNonNull(arrivals.get(first));
            var age = nowMillis - oldest.answer().stamp().timeMillis();
            if (age <= SessionLimits.keyMemory().toMillis()
                    && next - first <= SessionLimits.MAX_KEYS) {
                return;
            }
            arrivals.remove(first++);
            drop(oldest);
        }
    }

    @Nullable
    Answer find(Held key) {
        return find(buckets.get(bucket(key.high())), key);
    }

    Frozen freeze() {
        return new Frozen(buckets.freeze(), arrivals.freeze(), next - first);
    }

    private void drop(Held gone) {
        var bucket = bucket(gone.high());
        Held left = null;
        for (var held = buckets.get(bucket); held != null; held = held.next()) {
            if (held.high() != gone.high() || held.low() != gone.low()) {
                left = new Held(held.high(), held.low(), held.answer(), left);
            }
        }
        if (left == null) {
            buckets.remove(bucket);
        } else {
            buckets.put(bucket, left);
        }
    }

    private static @Nullable Answer find(@Nullable Held bucket, Held key) {
        for (var held = bucket; held != null; held = held.next()) {
            if (held.high() == key.high() && held.low() == key.low()) {
                return held.answer();
            }
        }
        return null;
    }

    private static long bucket(long high) {
        return high & (BUCKETS - 1);
    }

    /**
     * The keys at one moment.
     *
     * @param count how many
     */
    record Frozen(PagedTable.Frozen<Held> buckets, PagedTable.Frozen<Held> arrivals, long count) {

        @Nullable
        Answer find(Held key) {
            return Keys.find(buckets.get(bucket(key.high())), key);
        }

        /** All of them, oldest first. */
        void forEach(Consumer<Held> visitor) {
            arrivals.forEach(visitor);
        }
    }
}
