package dev.gavel.server;

import dev.gavel.server.config.ServerAddress;

import java.util.List;

/**
 * How a server begins.
 *
 * @param me the address at which it is to be found
 * @param joins whether it is no member from the beginning, by its configuration
 * @param seeds client addresses of servers that may know the house, for a server that joins
 * @param spare whether it waits until an operator takes it in, rather than ask for it
 */
public record Beginning(ServerAddress me, boolean joins, List<String> seeds, boolean spare) {

    /** Copies the list. */
    public Beginning {
        seeds = List.copyOf(seeds);
    }

    /** The beginning of a member by the configuration. */
    public static Beginning member(ServerAddress me) {
        return new Beginning(me, false, List.of(), false);
    }
}
