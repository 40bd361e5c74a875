package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers how far each other server has held the log, and how often it was started. So it can
 * tell a server whose records were put back to an older state. One small mark for each other server
 * lies beside the log. A damaged mark begins anew: it protects nothing until the other is heard of
 * again.
 *
 * @see "docs/adr/0091-what-the-others-remember.md"
 */
final class Memory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final String OWN_STARTS = "own-starts";
    private static final String HELD = "server-";

    private final Path folder;
    private final Map<String, PromiseMark> marks = new ConcurrentHashMap<>();
    /** The start of each other server in which it asked last, and what was known before that. */
    private final Map<Integer, Asked> asked = new ConcurrentHashMap<>();
    private final PromiseMark ownStarts;

    /**
     * What is known of one server.
     *
     * @param index up to where it has held the log; -1 where nothing is known
     * @param starts how often it was started; -1 where nothing is known
     */
    record Known(long index, long starts) {}

    private record Asked(long nonce, Known before) {}

    private Memory(Path folder) {
        this.folder = folder;
        this.ownStarts = mark(OWN_STARTS);
    }

    /** Opens the memory in {@code folder}, and counts one more start of this server. */
    static Memory open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            var memory = new Memory(folder);
            memory.startedAtLeast(memory.starts() + 1);
            return memory;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private PromiseMark mark(String name) {
        return marks.computeIfAbsent(name, any -> {
            var file = folder.resolve(name);
            try {
                return PromiseMark.open(file, PromiseMark.NONE);
            } catch (RecordsException e) {
                LOG.warn("{} is damaged and begins anew: the file protects nothing until the other"
                        + " servers are heard from again", file);
                return anew(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static PromiseMark anew(Path file) {
        try {
            Files.delete(file);
            return PromiseMark.open(file, PromiseMark.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void raise(PromiseMark mark, long to) {
        if (to > mark.index()) {
            mark.set(to);
        }
    }

    /** How often this server was started, this time included. */
    long starts() {
        return ownStarts.index();
    }

    /**
     * Notes that another server knows of more starts of this one: the records here are older ones.
     */
    void startedAtLeast(long starts) {
        raise(ownStarts, Math.max(1, starts));
        ownStarts.force();
    }

    /** Notes that server {@code id} was heard to have held the log up to {@code index}. */
    synchronized void holds(int id, long index) {
        raise(mark(HELD + id), index);
    }

    /** Up to where server {@code id} was heard to have held the log; -1 if nothing is known. */
    synchronized long heldBy(int id) {
        var name = HELD + id;
        return marks.containsKey(name) || Files.exists(folder.resolve(name)) ? mark(name).index()
                : PromiseMark.NONE;
    }

    /**
     * Server {@code id} asks about itself. From now on it is known to have been started so often.
     *
     * @param nonce another at each start: a server that asks again gets the same answer
     * @return what was known before
     */
    synchronized Known askedBy(int id, long starts, long nonce) {
        var last = asked.get(id);
        var startsOf = mark(HELD + id + "-starts");
        var known = new Known(mark(HELD + id).index(),
                last != null && last.nonce() == nonce ? last.before().starts()
                        : startsOf.index());
        asked.put(id, new Asked(nonce, known));
        raise(startsOf, starts);
        return known;
    }

    /** Makes the marks survive a power cut. */
    void force() {
        marks.values().forEach(PromiseMark::force);
    }

    @Override
    public void close() {
        force();
    }
}
