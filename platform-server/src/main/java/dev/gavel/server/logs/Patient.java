package dev.gavel.server.logs;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines on a thread of its own, so that a thread that logs never waits. While the disk is
 * full, or nobody reads the other end of a pipe, lines are lost and counted.
 */
final class Patient extends AsyncAppender {

    /** Most lines that wait; a few megabytes. */
    private static final int WAITING = 2_000;
    private static final int FLUSHED_WITHIN_MILLIS = 1_000;

    private final AtomicLong lost = new AtomicLong();

    /** An appender in front of {@code writer}, which is started. */
    Patient(Appender<ILoggingEvent> writer) {
        setName("patient " + writer.getName());
        setContext(writer.getContext());
        setQueueSize(WAITING);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSHED_WITHIN_MILLIS);
        addAppender(writer);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            lost.incrementAndGet();
        } else {
            super.append(event);
        }
    }

    /** Number of lines that were lost since the last call. */
    long lost() {
        return lost.getAndSet(0);
    }
}
