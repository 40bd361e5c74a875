package dev.gavel.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets through the first line of each kind that comes with a trace, once in the life of a process.
 */
final class FirstTraces extends Filter<ILoggingEvent> {

    /** Most kinds; those beyond leave no trace. */
    private static final int MAX_KINDS = 500;
    private static final int MAX_CAUSES = 5;

    private final Set<String> seen = new HashSet<>();

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return thrown != null && seen.size() < MAX_KINDS
                && seen.add(event.getLoggerName() + "/" + place(thrown)) ? FilterReply.NEUTRAL
                        : FilterReply.DENY;
    }

    private static String place(IThrowableProxy thrown) {
        var place = new StringBuilder();
        IThrowableProxy one = thrown;
        for (var depth = 0; one != null && depth < MAX_CAUSES; depth++) {
            place.append(one.getClassName()).append('/');
            var frames = one.getStackTraceElementProxyArray();
            if (frames.length > 0) {
                place.append(frames[0].getSTEAsString());
            }
            one = one.getCause();
        }
        return place.toString();
    }
}
