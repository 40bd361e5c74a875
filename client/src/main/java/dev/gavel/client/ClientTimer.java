package dev.gavel.client;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread of a client that waits: for pauses to pass and for silences to grow too long. */
final class ClientTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    ClientTimer() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "gavel-client-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a short task after a pause; false when the client is closed, and it never will. */
    boolean after(Duration pause, Runnable task) {
        try {
            var unused = executor.schedule(task, Math.max(0, pause.toNanos()),
                    TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
