package dev.gavel.server.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The leaders that this server has heard of, in a small file beside its records. So operators can
 * read of elections later, and after a restart. Elections while the server was down are not in it.
 * Nothing depends on the file: if it is gone or damaged, the list begins anew.
 */
public final class Reigns {

    private static final Logger LOG = LoggerFactory.getLogger(Reigns.class);
    /**
     * How many leaders are remembered: enough for a bad night, and little enough to be written
     * whole each time.
     */
    static final int KEPT = 200;
    private static final long MAX_FILE_BYTES = KEPT * 100L;
    private static final String SINCE = "since ";

    private final Path file;
    private final Clock clock;
    private List<Reign> known = List.of();
    private long sinceMillis;
    /**
     * Whether a leader was ever heard of. Before that, having none means only that this server is
     * starting.
     */
    private boolean hasHeard;
    private boolean hasComplained;

    private Reigns(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** The leaders remembered in {@code file}; none if there is no file. */
    public static Reigns of(Path file, Clock clock) {
        var reigns = new Reigns(file, clock);
        reigns.read();
        return reigns;
    }

    private void read() {
        sinceMillis = clock.millis();
        try {
            if (!Files.exists(file) || Files.size(file) > MAX_FILE_BYTES) {
                return;
            }
            var lines = Files.readString(file, StandardCharsets.US_ASCII).lines().toList();
            known = last(lines.stream().map(Reign::of).flatMap(Optional::stream).toList());
            since(lines).ifPresent(since -> sinceMillis = since);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: what is known of earlier elections begins now", file, e);
        }
    }

    private static Optional<Long> since(List<String> lines) {
        return lines.stream()
                .findFirst()
                .filter(line -> line.matches(SINCE + "[0-9]{1,18}"))
                .map(line -> Long.valueOf(line.substring(SINCE.length())));
    }

    /** All leaders it knows, oldest first. */
    public synchronized List<Reign> known() {
        return known;
    }

    /**
     * The time from which on it knows of all that it lived through, in milliseconds since 1970.
     */
    public synchronized long sinceMillis() {
        return sinceMillis;
    }

    /** Notes the present leader; -1 for none. Writes the file if that is news. */
    public void note(long term, int leader) {
        hasHeard |= leader != Reign.NONE;
        var last = known.isEmpty() ? new Reign(0, Reign.NONE, 0) : known.getLast();
        var isNews = leader == Reign.NONE ? last.leader() != Reign.NONE
                : last.leader() != leader || last.term() != term;
        if (!hasHeard || !isNews) {
            return;
        }
        var all = new ArrayList<>(known);
        all.add(new Reign(term, leader, clock.millis()));
        var kept = last(all);
        synchronized (this) {
            if (kept.size() < all.size()) {
                sinceMillis = kept.getFirst().atMillis();
            }
            known = kept;
        }
        write();
    }

    private static List<Reign> last(List<Reign> all) {
        return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
    }

    private void write() {
        if (!Files.isDirectory(file.resolveSibling(""))) {
            return; // a replica in memory has no records
        }
        var text = new StringBuilder(SINCE).append(sinceMillis).append('\n');
        known.forEach(one -> text.append(one.line()).append('\n'));
        var aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(aside, text, StandardCharsets.US_ASCII);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!hasComplained) {
                hasComplained = true;
                LOG.warn("{} cannot be written: elections will be forgotten at the next start",
                        file, e);
            }
        }
    }
}
