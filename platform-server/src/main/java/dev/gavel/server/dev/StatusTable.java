package dev.gavel.server.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.client.cli.Ink;
import dev.gavel.client.cli.Output;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How all servers stand, side by side. */
final class StatusTable {

    private static final List<String> HEAD = List.of("SERVER", "ROLE", "TERM", "LEADER", "COMMIT",
            "APPLIED", "LAG", "LOG", "SNAPSHOT", "DIGEST AT INDEX", "MEMORY", "PROCESS");
    /** What can be missed, the first before the others. */
    private static final List<String> EXPENDABLE = List.of("SNAPSHOT", "LOG", "MEMORY", "COMMIT",
            "LEADER", "DIGEST AT INDEX", "PROCESS");
    private static final int DIGEST_DIGITS = 8;

    private final DevCluster cluster;
    private final Map<Integer, ServerRow> rows;
    private final Optional<Integer> leader;

    StatusTable(DevCluster cluster, List<ServerRow> rows, Optional<Integer> leader) {
        this.cluster = cluster;
        this.rows = rows.stream().collect(Collectors.toMap(ServerRow::id, Function.identity()));
        this.leader = leader;
    }

    /** Prints the table, no wider than the terminal there is. */
    void print(Output output) {
        output.table(HEAD, cluster.ids().stream().map(this::cells).toList(), EXPENDABLE, this::ink);
    }

    private Ink ink(List<String> cells) {
        var row = rows.get(Integer.parseInt(cells.getFirst()));
        if (row == null) {
            return Ink.BAD;
        }
        return !row.ready() ? Ink.NOTICE
                : leader.equals(Optional.of(row.id())) ? Ink.GOOD : Ink.PLAIN;
    }

    private List<String> cells(int id) {
        var row = rows.get(id);
        var process = process(id);
        if (row == null) {
            return List.of(Integer.toString(id), "-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
                    process);
        }
        return List.of(Integer.toString(id), row.ready() ? row.role() : row.role() + " (not ready)",
                Long.toString(row.term()), number(row.leader()), number(row.commitIndex()),
                number(row.appliedIndex()), lag(row), log(row), number(row.snapshotIndex()),
                digest(row), (row.rssBytes() >> 20) + " MB", process);
    }

    /** Entries committed by anybody and not yet applied here. */
    private String lag(ServerRow row) {
        long highest = rows.values().stream().mapToLong(ServerRow::commitIndex).max().orElse(-1);
        return Long.toString(Math.max(0, highest - row.appliedIndex()));
    }

    private static String log(ServerRow row) {
        return row.logEndIndex() < 0 ? "empty" : row.logStartIndex() + ".." + row.logEndIndex();
    }

    private static String digest(ServerRow row) {
        var digest = row.digest();
        return digest.isEmpty() ? "-"
                : digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())) + " @ "
                        + row.digestIndex();
    }

    private static String number(long value) {
        return value < 0 ? "-" : Long.toString(value);
    }

    private String process(int id) {
        if (cluster.paused(id)) {
            return "paused (" + cluster.pid(id).map(String::valueOf).orElse("") + ")";
        }
        return cluster.pid(id)
                .map(String::valueOf)
                .orElse(rows.containsKey(id) ? "by hand" : "stopped");
    }

    /** A sentence for each server that runs and is not ready, or does not answer: why. */
    List<String> objections() {
        return cluster.ids()
                .stream()
                .sorted()
                .flatMap(id -> objection(id).stream())
                .toList();
    }

    private Optional<String> objection(int id) {
        var row = rows.get(id);
        if (row != null) {
            return row.ready() ? Optional.empty()
                    : Optional.of("server " + id + " is not ready: " + row.notReadyBecause());
        }
        return cluster.paused(id) || !cluster.running(id) ? Optional.empty()
                : Optional.of("server " + id + " runs, and does not answer at "
                        + cluster.address(id).http()
                        + ": it may be starting, or the machine is busy");
    }

    /** One sentence: who leads, and how many answer. */
    String summary() {
        var answering = rows.size() + " of " + cluster.ids().size() + " servers answer";
        int majority = cluster.ids().size() / 2 + 1;
        if (leader.isPresent()) {
            return "leader " + leader.get() + " at http://" + cluster.address(leader.get()).http()
                    + ", " + answering;
        }
        if (rows.size() < majority) {
            return "no leader: " + answering + ", " + majority + " are needed";
        }
        return answering + followed().map(id -> ", and follow server " + id
                + ", which does not answer").orElse(", and have not agreed on a leader yet");
    }

    /** Whom those in the newest term follow, where that is one that does not answer. */
    private Optional<Integer> followed() {
        return rows.values()
                .stream()
                .max(Comparator.comparingLong(ServerRow::term))
                .map(ServerRow::leader)
                .filter(id -> id >= 0 && !rows.containsKey(id));
    }

    /** One JSON object: what the servers say, and how their processes stand. */
    String json() {
        var all = Http.JSON.createObjectNode();
        all.put("leader", leader.orElse(-1));
        all.put("term", rows.values().stream().mapToLong(ServerRow::term).max().orElse(-1));
        var servers = all.putArray("servers");
        for (int id : cluster.ids()) {
            var row = rows.get(id);
            ObjectNode server = row != null && row.json() instanceof ObjectNode said
                    ? said.deepCopy()
                    : Http.JSON.createObjectNode()
                            .put("id", id)
                            .put("address", cluster.address(id).client())
                            .put("up", false);
            server.put("process", cluster.paused(id) ? "paused"
                    : cluster.running(id) ? "running" : row != null ? "by hand" : "stopped");
            servers.add(server);
        }
        return all.toString();
    }
}
