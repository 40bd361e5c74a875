package dev.gavel.sellerrun;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on a thread of its own. Once closed it does nothing more. */
public final class ThreadLoop implements Loop, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<RuntimeException> fault;

    /**
     * Starts the thread when there is something to do.
     *
     * @param fault told of a step that broke down, which is a bug or a broken disk
     */
    public ThreadLoop(String name, Consumer<RuntimeException> fault) {
        this.fault = fault;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable step) {
        after(Duration.ZERO, step);
    }

    @Override
    public void after(Duration pause, Runnable step) {
        try {
            var unused = executor.schedule(() -> run(step), Math.max(0, pause.toNanos()),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // closed: nothing matters any more
        }
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fault.accept(e);
        }
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
