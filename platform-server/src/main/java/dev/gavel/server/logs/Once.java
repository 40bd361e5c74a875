package dev.gavel.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.helpers.MessageFormatter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets the first line of each kind through and counts the others. It does so on the thread that
 * logs, before a line is made of them. {@link #tell} logs the counts. Apart from kinds, no more
 * than {@value #LINES_A_MINUTE} lines a minute go through.
 */
final class Once extends TurboFilter {

    /** Lines a minute: a megabyte at the very most, and far more than anybody reads. */
    static final int LINES_A_MINUTE = 600;
    /**
     * Most kinds that are counted each for itself; lines of others are let through within the other
     * bound.
     */
    static final int MAX_KINDS = 500;
    /**
     * How often news of ours is told all the same: two elections one after another differ in
     * numbers only.
     */
    static final int NEWS = 3;
    /** Marks lines of this filter's own. */
    private static final Marker COUNT = MarkerFactory.getMarker("COUNT");
    private static final String OURS = "dev.gavel";
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Map<Kind, Repeats> kinds = new HashMap<>();
    private long minuteBegan;
    private int inThisMinute;
    private long leftOut;

    /** A filter by this clock, which does not jump. */
    Once(LongSupplier nanos) {
        this.nanos = nanos;
        this.minuteBegan = nanos.getAsLong();
    }

    @Override
    public FilterReply decide(@Nullable Marker marker, Logger logger, Level level,
            @Nullable String format, Object @Nullable [] values, @Nullable Throwable thrown) {
        if (!isStarted() || (format == null && thrown == null) // only asks whether the level is on
                || level.levelInt < logger.getEffectiveLevel().levelInt
                || level.levelInt < Level.INFO_INT || COUNT.equals(marker)) {
            return FilterReply.NEUTRAL;
        }
        try {
            var kind = Kind.of(logger, level, format, values, thrown);
            return isSaid(kind, format, values) ? FilterReply.NEUTRAL : FilterReply.DENY;
        } catch (RuntimeException e) { // a value whose toString fails
            return FilterReply.NEUTRAL;
        }
    }

    private synchronized boolean isSaid(Kind kind, @Nullable String format,
            Object @Nullable [] values) {
        var now = nanos.getAsLong();
        var repeats = kinds.get(kind);
        if (repeats != null && repeats.hasEnded(now) && !repeats.isCountDue(now)) {
            kinds.remove(kind);
            repeats = null;
        }
        if (repeats == null && kinds.size() < MAX_KINDS) {
            repeats = new Repeats(
                    MessageFormatter.arrayFormat(format == null ? "" : format, values).getMessage(),
                    kind.level() == Level.INFO && kind.logger().startsWith(OURS) ? NEWS : 1, now);
            kinds.put(kind, repeats);
        }
        return (repeats == null || repeats.isSaid(now)) && isWithinTheMinute(now);
    }

    private boolean isWithinTheMinute(long now) {
        if (now - minuteBegan >= MINUTE_NANOS) {
            minuteBegan = now;
            inThisMinute = 0;
        }
        if (inThisMinute >= LINES_A_MINUTE) {
            leftOut++;
            return false;
        }
        inThisMinute++;
        return true;
    }

    private record Told(Kind kind, String sentence) {}

    /** Logs the counts that are due; called by one thread, every few seconds. */
    void tell() {
        for (var one : due()) {
            getLogger(one.kind()).makeLoggingEventBuilder(
                    org.slf4j.event.Level.valueOf(one.kind().level().levelStr))
                    .addMarker(COUNT)
                    .log(one.sentence());
        }
    }

    private org.slf4j.Logger getLogger(Kind kind) {
        return ((ch.qos.logback.classic.LoggerContext) getContext()).getLogger(kind.logger());
    }

    private synchronized List<Told> due() {
        var now = nanos.getAsLong();
        var due = new ArrayList<Told>();
        for (var all = kinds.entrySet().iterator(); all.hasNext();) {
            var one = all.next();
            var repeats = one.getValue();
            var hasEnded = repeats.hasEnded(now);
            if (repeats.isCountDue(now)) {
                due.add(new Told(one.getKey(), repeats.count(now)));
            }
            if (hasEnded) {
                all.remove();
            }
        }
        if (leftOut > 0) {
            due.add(new Told(new Kind(Once.class.getName(), Level.WARN, "", ""), leftOut
                    + " lines were left out: no more than " + LINES_A_MINUTE
                    + " a minute are written"));
            leftOut = 0;
        }
        return due;
    }
}
