package dev.gavel.raft.log;

import dev.gavel.raft.PeerClocks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;

/**
 * Keeps a leader whose clock is wrong from stamping entries. With a clock that is ahead, deadlines
 * would fall due early; with one that is behind, late. So a stamp is refused if it is further than
 * a bound ahead of most clocks that can be read, or behind most. The log's time is no measure,
 * since this leader may have written it.
 *
 * @see "docs/adr/0008-clocks.md"
 */
public final class ClockGuard {

    private final IntSupplier servers;
    private final Duration maxJump;
    private final PeerClocks peers;

    /**
     * Guards one server.
     *
     * @param servers size of the group, this one included; fewer clocks than a majority prove
     *        nothing
     * @param maxJump how far ahead or behind a clock may be
     */
    public ClockGuard(IntSupplier servers, Duration maxJump, PeerClocks peers) {
        this.servers = servers;
        this.maxJump = maxJump;
        this.peers = peers;
    }

    /** Why {@code stampMillis} may not go into the log; empty when it may. */
    public Optional<String> objection(long stampMillis) {
        var clocks = peers.nowMillis().values();
        var read = clocks.size() + 1;
        if (read * 2 <= servers.getAsInt()) {
            return Optional.empty();
        }
        var behind = clocks.stream().filter(clock -> isAhead(stampMillis, clock)).toList();
        var ahead = clocks.stream().filter(clock -> isAhead(clock, stampMillis)).toList();
        if (behind.size() * 2 > read) {
            return Optional.of(sentence("ahead of", stampMillis, behind, read));
        }
        return ahead.size() * 2 > read ? Optional.of(sentence("behind", stampMillis, ahead, read))
                : Optional.empty();
    }

    private static String sentence(String how, long stampMillis, List<Long> others, int read) {
        var nearest = others.stream()
                .mapToLong(clock -> Math.abs(stampMillis - clock))
                .min()
                .orElse(0);
        return String.format(Locale.ROOT,
                "this server's clock is at least %.1f s %s %d of the %d clocks read: it puts"
                        + " nothing into the log until its clock is set right",
                nearest / 1000.0, how, others.size(), read);
    }

    /** Servers that could lead: their clock is neither ahead of most others nor behind most. */
    public List<Integer> trusted() {
        var clocks = peers.nowMillis();
        return clocks.entrySet()
                .stream()
                .filter(one -> isNoMajority(clocks, other -> isAhead(one.getValue(), other))
                        && isNoMajority(clocks, other -> isAhead(other, one.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isNoMajority(Map<Integer, Long> clocks, LongPredicate which) {
        return clocks.values().stream().filter(which::test).count() * 2 <= clocks.size();
    }

    private boolean isAhead(long clock, long other) {
        return clock - other > maxJump.toMillis();
    }
}
