package dev.gavel.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What waits for a client: for pauses to pass and for silences to grow too long. All clients of a
 * process share the one thread that does so, and it goes when none of them waits.
 */
final class ClientTimer implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private volatile boolean closed;

    private static ScheduledThreadPoolExecutor executor() {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "gavel-client-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Runs a short task after a pause; false when the client is closed, and it never will. */
    boolean after(Duration pause, Runnable task) {
        if (closed) {
            return false;
        }
        var unused = EXECUTOR.schedule(() -> {
            if (!closed) {
                task.run();
            }
        }, Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
        return true;
    }

    /** Nothing that waits is run any more. */
    @Override
    public void close() {
        closed = true;
    }
}
