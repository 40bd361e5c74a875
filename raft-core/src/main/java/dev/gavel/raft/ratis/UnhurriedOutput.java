package dev.gavel.raft.ratis;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A file that is written beside more urgent work: synced by the megabyte, since much at once would hold up
 * the syncs of the log, and, while there is time, with a rest after each that is three times as long as it
 * took, since a core that is busy for seconds would hold up everything else on a small machine.
 */
final class UnhurriedOutput extends FilterOutputStream {

    private static final int PART_BYTES = 1 << 20;
    private static final int REST = 3;
    /** On a disk so slow that a rest would be longer, the disk leaves enough of the cores by itself. */
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    private final FileChannel file;
    private final BooleanSupplier mayRest;
    private final Sleeper sleeper;
    private int unsynced;
    private long partBegan = System.nanoTime();

    /** Waits for so long. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * Closes {@code file} when it is closed.
     *
     * @param mayRest asked before each rest whether there is time for it
     */
    UnhurriedOutput(FileOutputStream file, BooleanSupplier mayRest) {
        this(file, mayRest, Thread::sleep);
    }

    /** As the other, with rests by {@code sleeper}. */
    UnhurriedOutput(FileOutputStream file, BooleanSupplier mayRest, Sleeper sleeper) {
        super(file);
        this.file = file.getChannel();
        this.mayRest = mayRest;
        this.sleeper = sleeper;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        unsynced += length;
        if (unsynced >= PART_BYTES) {
            file.force(false);
            unsynced = 0;
            if (mayRest.getAsBoolean()) {
                rest();
            }
            partBegan = System.nanoTime();
        }
    }

    private void rest() throws IOException {
        var wanted = Duration.ofNanos((System.nanoTime() - partBegan) * REST);
        try {
            sleeper.sleep(wanted.compareTo(LONGEST_REST) < 0 ? wanted : LONGEST_REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it was written");
        }
    }
}
