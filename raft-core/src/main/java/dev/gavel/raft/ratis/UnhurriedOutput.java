package dev.gavel.raft.ratis;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A file that is written beside more urgent work. It is synced by the megabyte, since a sync of
 * much at once would hold up those of the log. While there is time, the writer rests after each
 * megabyte, three times as long as that took. A core that is busy for seconds would hold up
 * everything else on a small machine.
 */
final class UnhurriedOutput extends FilterOutputStream {

    private static final int PART_BYTES = 1 << 20;
    private static final int REST = 3;
    /**
     * The longest rest. If the disk is so slow that a rest would be longer, it leaves enough of the
     * cores by itself.
     */
    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    private final FileChannel file;
    private final BooleanSupplier mayRest;
    private final Sleeper sleeper;
    private int unsynced;
    private long partBegan = System.nanoTime();

    /** Waits for this time. */
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
