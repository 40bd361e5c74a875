package dev.gavel.server.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Writes into the log when and why a server ceases to be ready, and when it is again. */
final class ReadinessLog {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessLog.class);
    /** How long it must last to be told; an election takes less and is told elsewhere. */
    private static final Duration LASTS = Duration.ofSeconds(1);
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private final LongSupplier nanos;
    private Readiness last = Readiness.ready();
    private String told = "";
    private long since;
    private long toldAt;

    ReadinessLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** Takes note of the present readiness. */
    void note(Readiness now) {
        var at = nanos.getAsLong();
        if (!words(now).equals(words(last))) {
            since = at;
        }
        last = now;
        if (at - since < LASTS.toNanos() && !now.isReady()) {
            return;
        }
        if (!now.isReady() && !words(now).equals(told)) {
            LOG.warn("not ready: {}", now.because());
            toldAt = told.isEmpty() ? since : toldAt;
            told = words(now);
        } else if (now.isReady() && !told.isEmpty()) {
            LOG.info("ready again, after {} s",
                    Math.max(1, Math.round((at - toldAt) / 1e9)));
            told = "";
        }
    }

    /** The sentence without its numbers, which change. */
    private static String words(Readiness readiness) {
        var because = readiness.because();
        return because.isEmpty() ? because : NUMBERS.matcher(because).replaceAll("#");
    }
}
