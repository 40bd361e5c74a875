package dev.gavel.server.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Compares this server's clock with most of the others', whether it leads or not. */
public final class ClockDoubt {

    /**
     * How long a doubt must last. A step that all servers make together looks like this one's until
     * all were asked again.
     */
    static final Duration STANDS_FOR = Duration.ofMillis(1_500);

    private final ClockBoard clocks;
    private final IntSupplier servers;
    private final Duration bound;
    private final Clock clock;
    private final LongSupplier nanos;
    private long goodAt;
    private volatile Optional<String> objection = Optional.empty();

    /**
     * The comparison of one server.
     *
     * @param clocks the readings of the others' clocks
     * @param servers size of the house; fewer clocks than a majority prove nothing
     * @param bound how far this clock may be off
     */
    public ClockDoubt(ClockBoard clocks, IntSupplier servers, Duration bound, Clock clock,
            LongSupplier nanos) {
        this.clocks = clocks;
        this.servers = servers;
        this.bound = bound;
        this.clock = clock;
        this.nanos = nanos;
        this.goodAt = nanos.getAsLong();
    }

    /** Looks once; called by one thread. */
    void look() {
        var found = compare();
        if (found.isEmpty()) {
            goodAt = nanos.getAsLong();
        }
        objection = found.filter(
                why -> nanos.getAsLong() - goodAt >= STANDS_FOR.toNanos());
    }

    private Optional<String> compare() {
        var others = clocks.nowMillis();
        var own = clock.millis();
        var ahead = others.values()
                .stream()
                .filter(other -> own - other > bound.toMillis())
                .mapToLong(other -> own - other)
                .toArray();
        var behind = others.values()
                .stream()
                .filter(other -> other - own > bound.toMillis())
                .mapToLong(other -> other - own)
                .toArray();
        var read = others.size() + 1;
        if (read * 2 <= servers.getAsInt()) {
            return Optional.empty();
        }
        return sentence(ahead, read, "ahead of").or(() -> sentence(behind, read, "behind"));
    }

    private Optional<String> sentence(long[] off, int read, String which) {
        if (off.length * 2 <= read) {
            return Optional.empty();
        }
        var nearest = Arrays.stream(off).min().orElse(0);
        return Optional.of(String.format(Locale.ROOT,
                "its clock is at least %.1f s %s %d of the %d clocks read; the bound is %.1f s",
                nearest / 1000.0, which, off.length, read, bound.toMillis() / 1000.0));
    }

    /** Why its time is not to be believed; empty if it is. */
    Optional<String> objection() {
        return objection;
    }
}
