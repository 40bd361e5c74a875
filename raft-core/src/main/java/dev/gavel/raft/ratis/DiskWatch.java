package dev.gavel.raft.ratis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Watches the room left for the records. With too little, a leader puts nothing into the log and
 * lets another lead. That comes before a write fails: a log that could not be written would end the
 * server. Once there is room, the server goes on by itself.
 */
final class DiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    /** Pause before leadership is handed over again, since all servers may be on one full disk. */
    private static final Duration HAND_OVER_AGAIN_AFTER = Duration.ofSeconds(30);

    private final Room room;
    private final long reserveBytes;
    private final LetAnotherLead other;
    private volatile Optional<String> objection = Optional.empty();

    /** The room on one file system. */
    interface Room {

        /** Size of the file system in bytes; 0 if it cannot be read. */
        long totalBytes();

        /** Bytes that this process may still use. */
        long usableBytes();

        /** The room of the file system on which {@code folder} is. */
        static Room of(Path folder) {
            return new OfFolder(folder.toFile());
        }
    }

    /**
     * The room as a {@link File} tells it. A FileStore cannot be had if the mount is out of sight,
     * as in a chroot.
     */
    private record OfFolder(File folder) implements Room {

        @Override
        public long totalBytes() {
            return folder.getTotalSpace();
        }

        @Override
        public long usableBytes() {
            return folder.getUsableSpace();
        }

        @Override
        public String toString() {
            return folder.toString();
        }
    }

    /**
     * Watches the room for the records.
     *
     * @param reserveBytes what is to stay free
     * @param nanos time that does not jump
     */
    DiskWatch(Room room, long reserveBytes, BooleanSupplier leads, Runnable handOver,
            LongSupplier nanos) {
        this.room = room;
        this.reserveBytes = reserveBytes;
        this.other = new LetAnotherLead(leads, handOver, HAND_OVER_AGAIN_AFTER, nanos);
    }

    /** Why nothing is to be put into the log; empty when there is room. */
    Optional<String> objection() {
        return objection;
    }

    /** Looks once; called by one thread, several times a second. */
    void look() {
        if (room.totalBytes() == 0) {
            LOG.warn("the room left for the records cannot be read: {}", room);
            return;
        }
        var free = room.usableBytes();
        var now = free >= reserveBytes ? Optional.<String>empty()
                : Optional.of("this server's disk is nearly full: " + (free >> 20)
                        + " MB are free where the records are, and " + (reserveBytes >> 20)
                        + " MB are to stay free");
        if (now.isPresent() && objection.isEmpty()) {
            LOG.error("{}", now.get());
        } else if (now.isEmpty() && objection.isPresent()) {
            LOG.info("there is room on the disk again");
        }
        objection = now;
        other.look(now.isPresent());
    }
}
