package dev.gavel.server;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options by which a server joins a house that runs. */
final class JoinOptions {

    @Option(names = "--join", paramLabel = "HOST:PORT", split = ",", description = "Join a house"
            + " that runs: client addresses of one or more of its servers. The configuration need"
            + " not list this server; in all else it must be that of the other servers.")
    List<String> seeds = new ArrayList<>();

    @Option(names = "--discover", description = "Join a house that is found on this network by its name, which is the configuration's cluster.")
    boolean discover;

    @Option(names = "--spare", description = "With --join: wait until an operator types gavel"
            + " members add or replace, instead of becoming a member at once.")
    boolean spare;

    @Option(names = "--host", paramLabel = "HOST", description = "Host at which the others reach"
            + " this server, if the configuration does not list it; default: the address from which"
            + " this machine reaches the house.")
    Optional<String> host = Optional.empty();

    @Option(names = "--http-port", paramLabel = "PORT", description = "Default: 8080 + ID.")
    Optional<Integer> httpPort = Optional.empty();

    @Option(names = "--client-port", paramLabel = "PORT", description = "Default: 20000 + 10 x ID.")
    Optional<Integer> clientPort = Optional.empty();

    @Option(names = "--raft-port", paramLabel = "PORT", description = "Default: 30000 + 10 x ID.")
    Optional<Integer> raftPort = Optional.empty();

    /** Whether it is to join. */
    boolean joins() {
        return discover || !seeds.isEmpty();
    }

    /** Whether it names the server's address. */
    boolean saysWhere() {
        return host.isPresent() || httpPort.isPresent() || clientPort.isPresent()
                || raftPort.isPresent();
    }
}
