package dev.gavel.raft.log;

import dev.gavel.raft.PeerClocks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Keeps a leader whose clock has run away from stamping entries. It is doubted when its stamp is
 * further than a bound ahead of the log's time <em>and</em> of most clocks that can be read. The log's
 * time alone says nothing, since that of an idle house is old; but while it is near, nobody needs to be
 * asked, so that a busy leader pays for a subtraction.
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
     * @param servers size of the group, this one included; fewer clocks than a majority prove nothing
     * @param maxJump how far ahead a clock may be
     */
    public ClockGuard(IntSupplier servers, Duration maxJump, PeerClocks peers) {
        this.servers = servers;
        this.maxJump = maxJump;
        this.peers = peers;
    }

    /**
     * Why {@code stampMillis} may not go into the log; empty when it may.
     *
     * @param logMillis time of the last entry applied here
     */
    public Optional<String> objection(long stampMillis, long logMillis) {
        if (stampMillis - logMillis <= maxJump.toMillis()) {
            return Optional.empty();
        }
        var clocks = peers.nowMillis();
        var read = clocks.size() + 1;
        var behind = clocks.values().stream().filter(clock -> isAhead(stampMillis, clock)).toList();
        if (read * 2 <= servers.getAsInt() || behind.size() * 2 <= read) {
            return Optional.empty();
        }
        var nearest = behind.stream().mapToLong(clock -> stampMillis - clock).min().orElse(0);
        return Optional.of(String.format(Locale.ROOT,
                "this server's clock is at least %.1f s ahead of %d of the %d clocks read:"
                        + " it puts nothing into the log",
                nearest / 1000.0, behind.size(), read));
    }

    /** Servers whose clock is not ahead of most others', and which so could lead. */
    public List<Integer> trusted() {
        var clocks = peers.nowMillis();
        return clocks.entrySet()
                .stream()
                .filter(one -> clocks.values()
                        .stream()
                        .filter(other -> isAhead(one.getValue(), other))
                        .count() * 2 <= clocks.size())
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isAhead(long clock, long other) {
        return clock - other > maxJump.toMillis();
    }
}
