package dev.gavel.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Runs a short task after a pause; false when it never will be run: the client is closed, or there is
     * no memory or thread left for it.
     */
    boolean after(Duration pause, Runnable task) {
        return start(pause, task).isPresent();
    }

    /** As {@link #after}, of a task that may be called off again. */
    Optional<Future<?>> start(Duration pause, Runnable task) {
        if (closed) {
            return Optional.empty();
        }
        try {
            return Optional.of(EXECUTOR.schedule(() -> {
                if (!closed) {
                    run(task);
                }
            }, Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            return Optional.empty();
        }
    }

    /** A mistake of one task is told, and is none of the next one's. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** Nothing that waits is run any more. */
    @Override
    public void close() {
        closed = true;
    }
}
