package dev.gavel.server.config;

/**
 * Where one server is found.
 *
 * @param id its number, from 0
 * @param host name or address it listens on and is reached at
 * @param httpPort JSON API, events, page, health and metrics
 * @param clientPort gRPC
 * @param raftPort where the other servers reach it
 */
public record ServerAddress(int id, String host, int httpPort, int clientPort, int raftPort) {

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
