package dev.gavel.server.config;

import dev.gavel.raft.ReplicaConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked content of {@code conf/gavel.conf}.
 *
 * @param file where it was read
 * @param cluster name of the group of servers; records of another are refused
 * @param access who may come in
 * @param recordsFolder folder that holds one folder of records per server
 * @param servers all members, by rising id
 * @param priorities by id of the server; the highest leads if it can. A server that is not in it
 *        has 0
 * @param tuning times and bounds of replication
 * @param bounds what a server takes in at most
 * @param discovery whether servers are found over the network
 * @param typed what names it behind a verb, with a blank before it, for a hint; empty where verbs
 *        find it by themselves
 * @see "docs/OPERATING.md, settings"
 */
public record ServerConfig(Path file, String cluster, Access access, Path recordsFolder,
        List<ServerAddress> servers, Map<Integer, Integer> priorities,
        ReplicaConfig.Tuning tuning, Bounds bounds, DiscoverySettings discovery, String typed) {

    /** Copies the list. */
    public ServerConfig {
        servers = List.copyOf(servers);
        priorities = Map.copyOf(priorities);
    }

    /** A configuration with equal priorities, the usual bounds, and without discovery. */
    public ServerConfig(Path file, String cluster, Mode mode, Registration registration,
            Path recordsFolder, List<ServerAddress> servers) {
        this(file, cluster, new Access(mode, registration), recordsFolder, servers, Map.of(),
                ReplicaConfig.Tuning.defaults(), Bounds.of(Limits.defaults()),
                DiscoverySettings.off(), "");
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

    /** Reads a file with these environment variables. */
    public static ServerConfig load(Path file, Map<String, String> environment)
            throws ConfigFaultsException {
        return ConfigReader.read(file, environment);
    }

    /** The server with this id, if there is one. */
    public Optional<ServerAddress> server(int id) {
        return servers.stream().filter(server -> server.id() == id).findFirst();
    }

    /** The folder of the records of server {@code id}. */
    public Path recordsOf(int id) {
        return recordsFolder.resolve("server-" + id);
    }

    /** The file in which server {@code id} keeps the first trace of each kind of failure. */
    public Path tracesOf(int id) {
        return recordsFolder.resolve("server-" + id + ".traces");
    }

    /** The same with its records elsewhere. */
    public ServerConfig withRecordsFolder(Path folder) {
        return new ServerConfig(file, cluster, access, folder, servers, priorities,
                tuning, bounds, discovery, typed);
    }

    /** The same, named behind a verb by {@code words}. */
    public ServerConfig typedAs(String words) {
        return new ServerConfig(file, cluster, access, recordsFolder, servers, priorities, tuning,
                bounds, discovery, words);
    }

    /**
     * The settings by which replication runs server {@code id}.
     *
     * @throws IllegalArgumentException when there is no such server
     */
    public ReplicaConfig replica(int id) {
        var peers = servers.stream().map(ServerAddress::peer).toList();
        return new ReplicaConfig(house(), id, peers, recordsOf(id), tuning)
                .withRemedies(new GavelRemedies(typed));
    }

    /** The same for a server that is no member until the others take it in. */
    public ReplicaConfig newcomer(ServerAddress me) {
        return new ReplicaConfig(house(), me.id(), List.of(me.peer()), true, recordsOf(me.id()),
                tuning).withRemedies(new GavelRemedies(typed));
    }

    /** The same with these servers. */
    public ServerConfig withServers(List<ServerAddress> others) {
        return new ServerConfig(file, cluster, access, recordsFolder, others,
                priorities, tuning, bounds, discovery, typed);
    }

    /** The same with this rule on who may act. */
    public ServerConfig withRegistration(Registration other) {
        return withAccess(new Access(access.mode(), other, access.alsoKnownAs()));
    }

    /** The same for others to come in. */
    public ServerConfig withAccess(Access other) {
        return new ServerConfig(file, cluster, other, recordsFolder, servers, priorities, tuning,
                bounds, discovery, typed);
    }

    /** The same with other servers preferred. */
    public ServerConfig withPriorities(Map<Integer, Integer> others) {
        return new ServerConfig(file, cluster, access, recordsFolder, servers, others,
                tuning, bounds, discovery, typed);
    }

    /** The same with other bounds. */
    public ServerConfig withBounds(Bounds others) {
        return new ServerConfig(file, cluster, access, recordsFolder, servers,
                priorities, tuning, others, discovery, typed);
    }

    /** The same with these bounds of connections. */
    public ServerConfig withConnections(ConnectionLimits others) {
        return withBounds(bounds.withConnections(others));
    }

    /** The same found otherwise over the network. */
    public ServerConfig withDiscovery(DiscoverySettings other) {
        return new ServerConfig(file, cluster, access, recordsFolder, servers,
                priorities, tuning, bounds, other, typed);
    }

    /**
     * The name by which records and servers of a house are told apart: no name of a cluster has a
     * comma in it.
     */
    public String house() {
        return access.registration() == Registration.OPEN ? cluster
                : cluster + ", registration closed";
    }
}
