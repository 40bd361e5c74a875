package dev.gavel.server.cluster;

import dev.gavel.raft.ReplicaStatus;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps {@link Reigns} and {@link DiskGauge} up to date, on a thread of its own, since both wait
 * for a disk.
 */
public final class Chronicler implements AutoCloseable {

    /** Pause between two looks; a shorter reign may go unrecorded. */
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final int LOOKS_PER_MEASURE = 25;

    private final Supplier<ReplicaStatus> replica;
    private final Reigns reigns;
    private final DiskGauge disk;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("chronicler").unstarted(task));
    private int looks;

    private Chronicler(Supplier<ReplicaStatus> replica, Reigns reigns, DiskGauge disk) {
        this.replica = replica;
        this.reigns = reigns;
        this.disk = disk;
    }

    /** Begins to keep them. */
    public static Chronicler start(Supplier<ReplicaStatus> replica, Reigns reigns,
            DiskGauge disk) {
        var chronicler = new Chronicler(replica, reigns, disk);
        var unused = chronicler.thread.scheduleWithFixedDelay(chronicler::look, 0,
                EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return chronicler;
    }

    private void look() {
        if (looks++ % LOOKS_PER_MEASURE == 0) {
            disk.measure();
        }
        var status = replica.get();
        reigns.note(status.term(), status.leader().orElse(Reign.NONE));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
