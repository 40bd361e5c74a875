package dev.gavel.server.config;

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
 * @param priorities by id of the server: who leads rather than others; who is not in it has 0
 * @param discovery whether servers are found over the network
 * @param connections what one connection may take
 * @param logging bounds of what a server logs
 * @see "docs/OPERATING.md, settings"
 */
public record ServerConfig(Path file, String cluster, Mode mode, Registration registration,
        Path recordsFolder, List<ServerAddress> servers, ReplicaConfig.Tuning tuning,
        Limits limits, Map<Integer, Integer> priorities, DiscoverySettings discovery,
        ConnectionLimits connections, LogSettings logging) {

    /** Copies the list. */
    public ServerConfig {
        servers = List.copyOf(servers);
        priorities = Map.copyOf(priorities);
    }

    /** With the usual bounds of the log. */
    public ServerConfig(Path file, String cluster, Mode mode, Registration registration,
            Path recordsFolder, List<ServerAddress> servers, ReplicaConfig.Tuning tuning,
            Limits limits, Map<Integer, Integer> priorities, DiscoverySettings discovery,
            ConnectionLimits connections) {
        this(file, cluster, mode, registration, recordsFolder, servers, tuning, limits, priorities,
                discovery, connections, LogSettings.defaults());
    }

    /** With equal priorities, without discovery, and with the usual bounds of connections. */
    public ServerConfig(Path file, String cluster, Mode mode, Registration registration,
            Path recordsFolder, List<ServerAddress> servers, ReplicaConfig.Tuning tuning,
            Limits limits) {
        this(file, cluster, mode, registration, recordsFolder, servers, tuning, limits, Map.of(),
                DiscoverySettings.off(), ConnectionLimits.defaults());
    }

    /** With the usual bounds of connections. */
    public ServerConfig(Path file, String cluster, Mode mode, Registration registration,
            Path recordsFolder, List<ServerAddress> servers, ReplicaConfig.Tuning tuning,
            Limits limits, Map<Integer, Integer> priorities, DiscoverySettings discovery) {
        this(file, cluster, mode, registration, recordsFolder, servers, tuning, limits, priorities,
                discovery, ConnectionLimits.defaults());
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

    /** Where server {@code id} puts the first trace of each kind of failure. */
    public Path tracesOf(int id) {
        return recordsFolder.resolve("server-" + id + ".traces");
    }

    /** The same with its records elsewhere. */
    public ServerConfig withRecordsFolder(Path folder) {
        return new ServerConfig(file, cluster, mode, registration, folder, servers, tuning,
                limits, priorities, discovery, connections, logging);
    }

    /**
     * What replication needs to know to run server {@code id}.
     *
     * @throws IllegalArgumentException when there is no such server
     */
    public ReplicaConfig replica(int id) {
        var peers = servers.stream().map(ServerAddress::peer).toList();
        return new ReplicaConfig(house(), id, peers, recordsOf(id), tuning)
                .withRemedies(GavelRemedies.INSTANCE);
    }

    /** The same for a server that is no member until the others take it in. */
    public ReplicaConfig newcomer(ServerAddress me) {
        return new ReplicaConfig(house(), me.id(), List.of(me.peer()), true, recordsOf(me.id()),
                tuning).withRemedies(GavelRemedies.INSTANCE);
    }

    /** The same with these servers. */
    public ServerConfig withServers(List<ServerAddress> others) {
        return new ServerConfig(file, cluster, mode, registration, recordsFolder, others, tuning,
                limits, priorities, discovery, connections, logging);
    }

    /** The same with these bounds of connections. */
    public ServerConfig withConnections(ConnectionLimits others) {
        return new ServerConfig(file, cluster, mode, registration, recordsFolder, servers, tuning,
                limits, priorities, discovery, others, logging);
    }

    /** What records and servers of a house are told by: no name of a cluster has a comma in it. */
    public String house() {
        return registration == Registration.OPEN ? cluster : cluster + ", registration closed";
    }
}
