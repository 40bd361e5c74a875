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
 * Looks at the room left for the records. A leader with too little puts nothing into the log and
 * lets another lead, before a write fails: a log that could not be written ends the server, a
 * reserve does not. Once there is room it goes on by itself.
 */
final class DiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    /** All servers may be on one full disk. */
    private static final Duration HAND_OVER_AGAIN_AFTER = Duration.ofSeconds(30);

    private final Room room;
    private final long reserveBytes;
    private final LetAnotherLead other;
    private volatile Optional<String> objection = Optional.empty();

    /** The room on one file system. */
    interface Room {

        /** All there is, used or not; 0 where that cannot be read. */
        long totalBytes();

        /** What this process may still use. */
        long usableBytes();

        /** That of the file system on which {@code folder} is. */
        static Room of(Path folder) {
            return new OfFolder(folder.toFile());
        }
    }

    /** A FileStore cannot be had where the mount is out of sight, as in a chroot; this can. */
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
