package dev.gavel.server.config;

import java.util.List;

/**
 * Who may come in, and under which names the house is asked for.
 *
 * @param mode how the house learns the name of a caller
 * @param registration who may act in it
 * @param alsoKnownAs names of hosts, in small letters, under which browsers reach the servers,
 *        beside the hosts in the list of servers
 */
public record Access(Mode mode, Registration registration, List<String> alsoKnownAs) {

    /** Copies the list. */
    public Access {
        alsoKnownAs = List.copyOf(alsoKnownAs);
    }

    /** Without other names. */
    public Access(Mode mode, Registration registration) {
        this(mode, registration, List.of());
    }
}
