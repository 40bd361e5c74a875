package dev.gavel.server.cluster;

import java.util.List;

/**
 * All servers as one of them sees them.
 *
 * @param leader id of the leader; -1 while none is known
 * @param term the highest term any of them is in
 * @param servers each server of the configuration, by id
 */
public record ClusterView(int leader, long term, List<Standing> servers) {

    /** Copies the list. */
    public ClusterView {
        servers = List.copyOf(servers);
    }

    /** Number of servers that answered when last asked, the asking one included. */
    public int up() {
        return (int) servers.stream().filter(Standing::up).count();
    }

    /** Number of servers that can decide anything. */
    public int majority() {
        return servers.size() / 2 + 1;
    }
}
