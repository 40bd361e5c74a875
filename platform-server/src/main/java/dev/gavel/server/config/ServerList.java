package dev.gavel.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the addresses of the servers: ids and ports are used once, hosts are this machine in open
 * mode.
 */
final class ServerList {

    /**
     * The setting that lets open mode listen beyond this machine: named so that nobody sets it by
     * accident.
     */
    static final String LOUD_SETTING = "let-anyone-on-the-network-act-under-any-name";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
    private static final int MAX_SERVERS = 15;
    private static final int MAX_ID = 999;
    private static final int MAX_PRIORITY = 100;

    private final Section root;
    private final List<ConfigFault> faults;
    private final Map<Integer, Integer> priorities = new HashMap<>();
    private final Map<Integer, String> ids = new HashMap<>();
    private final Map<String, String> ports = new HashMap<>();

    ServerList(Section root, List<ConfigFault> faults) {
        this.root = root;
        this.faults = faults;
    }

    List<ServerAddress> read(boolean anywhere) {
        int before = faults.size();
        var sections = root.sections("servers");
        if (faults.size() == before && (sections.isEmpty() || sections.size() > MAX_SERVERS)) {
            root.fault("servers", "must list 1 to " + MAX_SERVERS + " servers, has "
                    + sections.size());
        }
        var servers = new ArrayList<ServerAddress>();
        for (var listed : sections) {
            int id = listed.required("id", 0, MAX_ID);
            once(ids, id, listed, "id", "server " + id + " is");
            var section = listed.named("servers." + id);
            var host = section.required("host", HOST, "a host name or address");
            if (!anywhere && !host.isEmpty()) {
                loopbackOnly(section, host);
            }
            servers.add(new ServerAddress(id, host, port(section, host, "http-port"),
                    port(section, host, "client-port"), port(section, host, "raft-port")));
            var priority = section.integer("priority", 0, 0, MAX_PRIORITY);
            if (priority > 0) {
                priorities.put(id, priority);
            }
            section.refuseUnknown();
        }
        return servers;
    }

    /** The priorities as read: by id, if more than 0. */
    Map<Integer, Integer> priorities() {
        return priorities;
    }

    private int port(Section section, String host, String key) {
        int before = faults.size();
        int port = section.required(key, 1, 65_535);
        if (faults.size() == before) {
            once(ports, host + ":" + port, section, key, "port " + port + " of " + host + " is");
        }
        return port;
    }

    private <K> void once(Map<K, String> used, K value, Section section, String key, String what) {
        Optional.ofNullable(used.putIfAbsent(value, section.whereIs(key)))
                .ifPresent(first -> section.fault(key, what + " already used at " + first));
    }

    private static void loopbackOnly(Section section, String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                section.fault("host",
                        "must be this machine's loopback address such as 127.0.0.1, was "
                                + host
                                + ". In mode open, whoever reaches a server can act under any name;"
                                + " to allow that all the same, set " + LOUD_SETTING + " = true");
            }
        } catch (UnknownHostException e) {
            section.fault("host", "cannot be resolved: " + host);
        }
    }
}
