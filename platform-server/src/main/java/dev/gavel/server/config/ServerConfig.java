package dev.gavel.server.config;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code conf/gavel.conf} says, checked.
 *
 * @param file where it was read
 * @param cluster name of the group of servers; records of another are refused
 * @param mode how the house learns who asks
 * @param registration who may act in it
 * @param recordsFolder folder that holds one folder of records per server
 * @param servers all members, by rising id
 * @param tuning times and bounds of replication
 * @param limits bounds of the edges
 * @see "docs/OPERATING.md, settings"
 */
public record ServerConfig(Path file, String cluster, Mode mode, Registration registration,
        Path recordsFolder, List<ServerAddress> servers, ReplicaConfig.Tuning tuning,
        Limits limits) {

    /** Copies the list. */
    public ServerConfig {
        servers = List.copyOf(servers);
    }

    /**
     * Reads a file with the environment of this process.
     *
     * @param file HOCON
     * @throws ConfigFaultsException with everything that is wrong
     */
    public static ServerConfig load(Path file) throws ConfigFaultsException {
        return load(file, System.getenv());
    }

    /** As {@link #load(Path)}, with other environment variables. */
    public static ServerConfig load(Path file, Map<String, String> environment)
            throws ConfigFaultsException {
        return ConfigReader.read(file, environment);
    }

    /** The server with this id, if there is one. */
    public Optional<ServerAddress> server(int id) {
        return servers.stream().filter(server -> server.id() == id).findFirst();
    }

    /** Where the records of server {@code id} lie. */
    public Path recordsOf(int id) {
        return recordsFolder.resolve("server-" + id);
    }

    /** The same with its records elsewhere. */
    public ServerConfig withRecordsFolder(Path folder) {
        return new ServerConfig(file, cluster, mode, registration, folder, servers, tuning,
                limits);
    }

    /**
     * What replication needs to know to run server {@code id}.
     *
     * @throws IllegalArgumentException when there is no such server
     */
    public ReplicaConfig replica(int id) {
        var peers = servers.stream().map(server -> new Peer(server.id(), server.raft())).toList();
        return new ReplicaConfig(house(), id, peers, recordsOf(id), tuning);
    }

    /** What records are told apart by: no name of a cluster has a comma in it. */
    private String house() {
        return registration == Registration.OPEN ? cluster : cluster + ", registration closed";
    }
}
