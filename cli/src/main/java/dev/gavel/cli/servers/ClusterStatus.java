package dev.gavel.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.verbs.Output;
import dev.gavel.cli.verbs.StatusTable;
import dev.gavel.cli.verbs.StatusTable.Column;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.http.StandingJson;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How all servers of a configuration stand, and their processes on this machine. */
public final class ClusterStatus {

    private final DevCluster cluster;
    private final Map<Integer, JsonNode> answers = new HashMap<>();
    private final Map<Integer, Standing> rows = new HashMap<>();
    private final Optional<Integer> leader;

    /**
     * As the servers say it.
     *
     * @param answers what each that answers says of itself, as {@link DevCluster#answers} has it
     */
    public ClusterStatus(DevCluster cluster, List<JsonNode> answers) {
        this.cluster = cluster;
        for (var answer : answers) {
            var row = StandingJson.read(answer);
            this.answers.put(row.id(), answer);
            rows.put(row.id(), row);
        }
        this.leader = cluster.leaderIn(List.copyOf(rows.values()));
    }

    /** The leader that a majority follows. */
    Optional<Integer> leader() {
        return leader;
    }

    /** Prints the table, no wider than the terminal there is. */
    public void print(Output output) {
        var lag = new Column("LAG", this::lag);
        var process = new Column("PROCESS", this::process, this::process);
        new StatusTable(
                List.of(StatusTable.SERVER, StatusTable.ROLE_IF_READY, StatusTable.TERM,
                        StatusTable.LEADER, StatusTable.COMMIT, StatusTable.APPLIED, lag,
                        StatusTable.LOG, StatusTable.SNAPSHOT, StatusTable.DIGEST_AT_INDEX,
                        StatusTable.MEMORY, process),
                List.of(StatusTable.SNAPSHOT, StatusTable.LOG, StatusTable.MEMORY,
                        StatusTable.COMMIT, StatusTable.LEADER, StatusTable.DIGEST_AT_INDEX,
                        process))
                .print(output, cluster.ids().stream().map(this::standing).toList());
    }

    private Standing standing(int id) {
        return rows.getOrDefault(id, Standing.unheardOf(cluster.address(id)));
    }

    /** Entries committed by anybody and not yet applied here. */
    private String lag(Standing row) {
        long highest = rows.values().stream().mapToLong(Standing::commitIndex).max().orElse(-1);
        return Long.toString(Math.max(0, highest - row.appliedIndex()));
    }

    private String process(Standing row) {
        return process(row.id());
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
    public String summary() {
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
                .max(Comparator.comparingLong(Standing::term))
                .map(Standing::leader)
                .filter(id -> id >= 0 && !rows.containsKey(id));
    }

    /** One JSON object: what the servers say, and how their processes stand. */
    public String json() {
        var all = Http.JSON.createObjectNode();
        all.put("leader", leader.orElse(-1));
        all.put("term", rows.values().stream().mapToLong(Standing::term).max().orElse(-1));
        var servers = all.putArray("servers");
        for (int id : cluster.ids()) {
            ObjectNode server = answers.get(id) instanceof ObjectNode said
                    ? said.deepCopy()
                    : Http.JSON.createObjectNode()
                            .put("id", id)
                            .put("address", cluster.address(id).client())
                            .put("up", false);
            server.put("process", cluster.paused(id) ? "paused"
                    : cluster.running(id) ? "running"
                            : rows.containsKey(id) ? "by hand" : "stopped");
            servers.add(server);
        }
        return all.toString();
    }
}
