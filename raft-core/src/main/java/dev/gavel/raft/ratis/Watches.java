package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks after a replica again and again, on one thread. If a look fails, the others go on. */
final class Watches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScheduledExecutorService thread;

    Watches(String name) {
        this.thread = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    }

    /** Looks now and ten times a second. */
    Watches often(Runnable look) {
        every(OFTEN, look);
        return this;
    }

    /** Looks now and once a second. */
    Watches everySecond(Runnable look) {
        every(SECOND, look);
        return this;
    }

    private void every(Duration pause, Runnable look) {
        var unused = thread.scheduleWithFixedDelay(() -> {
            try {
                look.run();
            } catch (RuntimeException e) {
                LOG.warn("looking after the replica failed: {}", e.toString());
            }
        }, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
