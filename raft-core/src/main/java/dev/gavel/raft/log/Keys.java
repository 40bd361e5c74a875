package dev.gavel.raft.log;

import static java.util.Objects.requireNonNull;

import dev.gavel.raft.SessionLimits;
import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Idempotency keys with their first answers. Keys leave in the order in which they came: when they
 * are too old, or beyond {@link SessionLimits#MAX_KEYS}, or beyond
 * {@link SessionLimits#MAX_KEYS_OF_ONE} of one principal. A key that leaves before its time is
 * known as forgotten for as long as it would have been remembered.
 *
 * <p>A key is held by a 128-bit digest of the key and its principal. So long keys cost no memory,
 * and nobody can crowd one bucket.
 */
final class Keys {

    private static final int BUCKETS = 1 << 20;
    /** The most keys that one entry drops, so that no entry takes long. */
    private static final int DROPS_PER_ENTRY = 2_000;

    /**
     * One key; links of a bucket are never changed.
     *
     * @param owner digest of the principal; 0 where the key came before keys were counted by
     *        principal
     */
    record Held(long high, long low, long owner, Answer answer, @Nullable Held next) {}

    private final PagedTable<Held> buckets;
    private final PagedTable<Held> arrivals;
    private final ForgottenKeys forgotten = new ForgottenKeys();
    /** The keys of each principal, by their place among the arrivals, oldest first. */
    private final Map<Long, ArrayDeque<Long>> byOwner = new HashMap<>();
    private long first;
    private long next;
    private long held;
    private long owned;

    Keys() {
        buckets = new PagedTable<>();
        arrivals = new PagedTable<>();
    }

    static Held idOf(String principal, String key, Answer answer) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(principal.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            var owner = ByteBuffer.wrap(((MessageDigest) sha256.clone()).digest()).getLong() | 1;
            var digest = ByteBuffer.wrap(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
            return new Held(digest.getLong(), digest.getLong(), owner, answer, null);
        } catch (NoSuchAlgorithmException | CloneNotSupportedException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Remembers {@code key} from now on. If the key names an owner, it counts for that owner. */
    void put(Held key, long nowMillis) {
        var bucket = bucket(key.high());
        buckets.put(bucket, new Held(key.high(), key.low(), key.owner(), key.answer(),
                buckets.get(bucket)));
        arrivals.put(next, key);
        held++;
        if (key.owner() != 0) {
            owned++;
            var own = byOwner.computeIfAbsent(key.owner(), any -> new ArrayDeque<>());
            own.addLast(next);
            if (own.size() > SessionLimits.MAX_KEYS_OF_ONE) {
                forget(own.getFirst(), nowMillis);
            }
        }
        next++;
    }

    /** The same key without an owner, as all keys were in the first format. */
    static Held unowned(Held key) {
        return new Held(key.high(), key.low(), 0, key.answer(), null);
    }

    /**
     * Drops keys that are too old, and those beyond the bounds.
     *
     * @param refuses whether a key that leaves before its time is known as forgotten
     */
    void expire(long nowMillis, boolean refuses) {
        forgotten.expire(nowMillis);
        for (var dropped = 0; dropped < DROPS_PER_ENTRY; dropped++) {
            while (first < next && arrivals.get(first) == null) {
                first++; // went before its time
            }
            if (first == next) {
                return;
            }
            var oldest = requireNonNull(arrivals.get(first));
            var age = nowMillis - oldest.answer().stamp().timeMillis();
            if (age > SessionLimits.keyMemory().toMillis()) {
                remove(first);
            } else if (held <= SessionLimits.MAX_KEYS) {
                return;
            } else if (refuses) {
                forget(first, nowMillis);
            } else {
                remove(first);
            }
        }
    }

    private void forget(long arrival, long nowMillis) {
        var gone = requireNonNull(arrivals.get(arrival));
        forgotten.add(gone.high(), gone.low(), nowMillis);
        remove(arrival);
    }

    private void remove(long arrival) {
        var gone = requireNonNull(arrivals.get(arrival));
        arrivals.remove(arrival);
        drop(gone);
        held--;
        if (gone.owner() != 0) {
            owned--;
            var own = requireNonNull(byOwner.get(gone.owner()));
            own.removeFirst(); // the oldest of all is its owner's oldest
            if (own.isEmpty()) {
                byOwner.remove(gone.owner());
            }
        }
    }

    /** Whether {@code key}, which is not found, may have been dropped before its time. */
    boolean mayHaveForgotten(Held key) {
        return forgotten.mayHold(key.high(), key.low());
    }

    @Nullable
    Answer find(Held key) {
        return find(buckets.get(bucket(key.high())), key);
    }

    /** Goes on with the forgotten keys that were saved. */
    void loadForgotten(DataInputStream in) throws IOException {
        forgotten.load(in);
    }

    Frozen freeze() {
        return new Frozen(buckets.freeze(), arrivals.freeze(), forgotten.freeze(), held, owned);
    }

    private void drop(Held gone) {
        var bucket = bucket(gone.high());
        Held left = null;
        for (var other = buckets.get(bucket); other != null; other = other.next()) {
            if (other.high() != gone.high() || other.low() != gone.low()) {
                left = new Held(other.high(), other.low(), other.owner(), other.answer(), left);
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
     * @param owned how many of them have an owner
     */
    record Frozen(PagedTable.Frozen<Held> buckets, PagedTable.Frozen<Held> arrivals,
            ForgottenKeys.Frozen forgotten, long count, long owned) {

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
