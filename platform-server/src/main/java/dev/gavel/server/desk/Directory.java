package dev.gavel.server.desk;

import dev.gavel.server.config.ServerAddress;

import java.util.List;
import java.util.Optional;

/**
 * Where the servers of the house are.
 *
 * @param self this server
 * @param servers all, this one included
 */
public record Directory(ServerAddress self, List<ServerAddress> servers) {

    /** Copies the list. */
    public Directory {
        servers = List.copyOf(servers);
    }

    /** The server with this id. */
    public Optional<ServerAddress> server(int id) {
        return servers.stream().filter(server -> server.id() == id).findFirst();
    }

    /** The server whose client address is this. */
    public Optional<ServerAddress> byClientAddress(String hostAndPort) {
        return servers.stream().filter(server -> server.client().equals(hostAndPort)).findFirst();
    }
}
