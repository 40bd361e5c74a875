package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The highest index that this server has ever applied. Applied entries were committed, and are
 * never truncated. The mark outlives the process. So a server that starts anew knows it before it
 * has applied anything.
 *
 * @see "docs/adr/0087-what-was-applied-stays.md"
 */
final class AppliedMark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppliedMark.class);

    private final PromiseMark mark;

    private AppliedMark(PromiseMark mark) {
        this.mark = mark;
    }

    /**
     * Opens the mark in {@code file}, or begins one.
     *
     * @param end last index of the log or of a snapshot: entries beyond it are no longer there to
     *        be truncated
     */
    static AppliedMark open(Path file, long end) throws IOException {
        PromiseMark mark;
        try {
            mark = PromiseMark.open(file, PromiseMark.NONE);
        } catch (RecordsException e) {
            LOG.error("{} is damaged and begins anew: entries that were applied before can be"
                    + " truncated until they are applied again", file);
            Files.delete(file);
            mark = PromiseMark.open(file, PromiseMark.NONE);
        }
        if (mark.index() > end) {
            mark.set(end);
        }
        return new AppliedMark(mark);
    }

    /** Notes that all entries up to {@code index} are applied. Called by one thread. */
    void applied(long index) {
        if (index > mark.index()) {
            mark.set(index);
        }
    }

    long index() {
        return mark.index();
    }

    void force() {
        mark.force();
    }

    @Override
    public void close() {
        mark.close();
    }
}
