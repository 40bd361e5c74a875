package dev.gavel.cli.verbs;

import dev.gavel.server.cluster.Standing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How servers stand, side by side: the one table of them, of which each verb shows some columns. */
public final class StatusTable {

    /** Its number. */
    public static final Column SERVER = new Column("SERVER", StatusTable::id, StatusTable::id);
    /** Where clients reach it. */
    public static final Column ADDRESS = new Column("ADDRESS", Standing::address,
            Standing::address);
    /** Whether it leads or follows, or that it is down. */
    public static final Column ROLE = new Column("ROLE", Standing::role, down -> "down");
    /** Whether it leads or follows, and whether it is ready. */
    public static final Column ROLE_IF_READY = new Column("ROLE",
            one -> one.ready() ? one.role() : one.role() + " (not ready)");
    /** The term it is in. */
    public static final Column TERM = new Column("TERM", one -> Long.toString(one.term()));
    /** Whom it takes for the leader. */
    public static final Column LEADER = new Column("LEADER", one -> number(one.leader()));
    /** Highest index that it knows to be on a majority's disks. */
    public static final Column COMMIT = new Column("COMMIT", one -> number(one.commitIndex()));
    /** Highest index that it has applied. */
    public static final Column APPLIED = new Column("APPLIED", one -> number(one.appliedIndex()));
    /** First and last index of its log. */
    public static final Column LOG = new Column("LOG", one -> one.log().endIndex() < 0 ? "empty"
            : one.log().startIndex() + ".." + one.log().endIndex());
    /** Index of its newest snapshot. */
    public static final Column SNAPSHOT = new Column("SNAPSHOT",
            one -> number(one.log().snapshotIndex()));
    /** Its running digest. */
    public static final Column DIGEST = new Column("DIGEST", one -> digest(one, 12));
    /** Index at which the digest is true. */
    public static final Column AT_INDEX = new Column("AT INDEX",
            one -> Long.toString(one.log().digestIndex()));
    /** Both, in little room. */
    public static final Column DIGEST_AT_INDEX = new Column("DIGEST AT INDEX",
            one -> one.log().digest().isEmpty() ? "-"
                    : digest(one, 8) + " @ " + one.log().digestIndex());
    /** What its process holds of the machine's memory. */
    public static final Column MEMORY = new Column("MEMORY",
            one -> (one.vitals().rssBytes() >> 20) + " MB");
    /** Whether it may take traffic, or why not. */
    public static final Column READY = new Column("READY", StatusTable::ready,
            StatusTable::ready);

    private final List<Column> columns;
    private final List<String> expendable;

    /**
     * A column.
     *
     * @param head above it
     * @param cell what it shows of a server that answers
     * @param silent what it shows of one that does not
     */
    public record Column(String head, Function<Standing, String> cell,
            Function<Standing, String> silent) {

        /** Without anything to show of a server that does not answer. */
        public Column(String head, Function<Standing, String> cell) {
            this(head, cell, silent -> "-");
        }

        private String of(Standing one) {
            return one.up() ? cell.apply(one) : silent.apply(one);
        }
    }

    /**
     * Of these columns.
     *
     * @param columns from the left, {@link #SERVER} first
     * @param expendable those that can be missed on a narrow terminal, the first before the others
     */
    public StatusTable(List<Column> columns, List<Column> expendable) {
        this.columns = List.copyOf(columns);
        this.expendable = expendable.stream().map(Column::head).toList();
    }

    /** Prints a row for each server, no wider than the terminal there is. */
    public void print(Output output, List<Standing> servers) {
        Map<String, Ink> inks = new HashMap<>();
        servers.forEach(one -> inks.put(id(one), ink(one)));
        output.table(columns.stream().map(Column::head).toList(),
                servers.stream()
                        .map(one -> columns.stream().map(column -> column.of(one)).toList())
                        .toList(),
                expendable, cells -> inks.getOrDefault(cells.getFirst(), Ink.PLAIN));
    }

    private static Ink ink(Standing one) {
        if (!one.up()) {
            return Ink.BAD;
        }
        return !one.ready() ? Ink.NOTICE : one.leads() ? Ink.GOOD : Ink.PLAIN;
    }

    private static String id(Standing one) {
        return Integer.toString(one.id());
    }

    private static String ready(Standing one) {
        return one.ready() ? "yes" : "no: " + one.notReadyBecause();
    }

    private static String digest(Standing one, int digits) {
        return one.log().digest().substring(0, Math.min(digits, one.log().digest().length()));
    }

    private static String number(long value) {
        return value < 0 ? "-" : Long.toString(value);
    }
}
