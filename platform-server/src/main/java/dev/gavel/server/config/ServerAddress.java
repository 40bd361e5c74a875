package dev.gavel.server.config;

import dev.gavel.raft.Peer;

import java.util.List;
import java.util.Optional;

/**
 * The addresses of one server.
 *
 * @param id its number, from 0
 * @param host name or address it listens on and is reached at
 * @param httpPort JSON API, events, page, health and metrics
 * @param clientPort gRPC
 * @param raftPort port at which the other servers reach it
 */
public record ServerAddress(int id, String host, int httpPort, int clientPort, int raftPort) {

    /** The addresses of a member, if they are known and on one host. */
    public static Optional<ServerAddress> of(Peer peer) {
        var colons = List.of(peer.adminAddress(), peer.clientAddress(), peer.raftAddress())
                .stream()
                .map(address -> address.lastIndexOf(':'))
                .toList();
        if (colons.contains(-1)) {
            return Optional.empty();
        }
        var host = peer.clientAddress().substring(0, colons.get(1));
        try {
            return Optional.of(new ServerAddress(peer.id(),
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(peer.adminAddress().substring(colons.get(0) + 1)),
                    Integer.parseInt(peer.clientAddress().substring(colons.get(1) + 1)),
                    Integer.parseInt(peer.raftAddress().substring(colons.get(2) + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The same as a member. */
    public Peer peer() {
        return new Peer(id, raft(), client(), http());
    }

    /** {@code host:port} of the HTTP side. */
    public String http() {
        return at(httpPort);
    }

    /** {@code host:port} of the gRPC side, which clients name with {@code --server}. */
    public String client() {
        return at(clientPort);
    }

    /** {@code host:port} for the other servers. */
    public String raft() {
        return at(raftPort);
    }

    private String at(int port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
