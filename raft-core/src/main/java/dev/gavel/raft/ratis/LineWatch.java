package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Renews the connections to servers that could not be reached for a while and can be again. The
 * system sends lost data on an old connection again, at pauses that double. After a minute without
 * a network it would be silent for most of another minute. Connections to a server that is slow,
 * but reachable all the time, stay.
 */
final class LineWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LineWatch.class);
    /** A silence of several heartbeats. */
    private static final Duration SILENCE = Duration.ofMillis(1_500);

    private final int self;
    private final Members members;
    private final Lines lines;
    private final Executor looking;
    private final LongSupplier nanos;
    /** Servers that could not be reached at the last look. */
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final Set<Integer> sought = ConcurrentHashMap.newKeySet();
    private long leaderKnownAt;

    /** The connections of a server to the others. */
    interface Lines {

        /** Whether this server leads. */
        boolean leads();

        /** The leader, as far as it is known. */
        Optional<Integer> leading();

        /** Ids of followers that answered this leader within {@code recent}. */
        List<Integer> heardWithin(Duration recent);

        /** Whether a connection to {@code peer} can be made now; takes some time to find out. */
        boolean reaches(int peer);

        /** Replaces the connections to {@code peer}. */
        void renew(int peer);
    }

    /**
     * Watches.
     *
     * @param looking runs what takes time
     * @param nanos time that does not jump
     */
    LineWatch(int self, Members members, Lines lines, Executor looking, LongSupplier nanos) {
        this.self = self;
        this.members = members;
        this.lines = lines;
        this.looking = looking;
        this.nanos = nanos;
        this.leaderKnownAt = nanos.getAsLong();
    }

    /** Looks once; called by one thread, once a second. */
    void look() {
        var silent = silent();
        broken.retainAll(silent);
        for (var peer : silent) {
            if (sought.add(peer)) {
                looking.execute(() -> {
                    try {
                        seek(peer);
                    } finally {
                        sought.remove(peer);
                    }
                });
            }
        }
    }

    /**
     * The silent servers. For a leader they are the followers that do not answer; for others, all
     * servers while no leader is heard.
     */
    private List<Integer> silent() {
        var others = members.now().ids().stream().filter(id -> id != self).toList();
        if (lines.leads()) {
            leaderKnownAt = nanos.getAsLong();
            var heard = lines.heardWithin(SILENCE);
            return others.stream().filter(id -> !heard.contains(id)).toList();
        }
        if (lines.leading().isPresent()) {
            leaderKnownAt = nanos.getAsLong();
        }
        return nanos.getAsLong() - leaderKnownAt > SILENCE.toNanos() ? others : List.of();
    }

    private void seek(int peer) {
        if (!lines.reaches(peer)) {
            broken.add(peer);
        } else if (broken.remove(peer)) {
            LOG.info("server {} can be reached again: the connections to it are made anew", peer);
            lines.renew(peer);
        }
    }
}
