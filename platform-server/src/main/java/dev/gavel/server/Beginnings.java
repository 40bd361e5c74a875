package dev.gavel.server;

import dev.gavel.client.Discovery;
import dev.gavel.client.FileTrouble;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Partition;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ratis.RecordsCheckup;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.MemberLine.Introduction;
import dev.gavel.server.desk.ToldMembers;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.grpc.PeerLines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides how a server begins:
 * <ul>
 * <li>as the member that its records name,
 * <li>as one of the configuration's first servers,
 * <li>as a server that a running house is to take in.
 * </ul>
 * A server without records asks the others first. So a longer list in a file never founds a second
 * house beside the first.
 */
final class Beginnings {

    private static final Duration ASK_WITHIN = Duration.ofSeconds(1);
    private static final Duration DISCOVER_WITHIN = Duration.ofSeconds(3);
    /** How often it asks: the house may be between two leaders, or its servers about to listen. */
    private static final int TRIES = 5;
    private static final int MAX_ID = 999;
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final ServerConfig settings;
    private final JoinOptions options;

    Beginnings(ServerConfig settings, JoinOptions options) {
        this.settings = settings;
        this.options = options;
    }

    /** A running server's word about the house. */
    private record Seen(Introduction by, List<Integer> waiting) {

        boolean hasMember(int id) {
            return by.members().ids().contains(id);
        }
    }

    /**
     * How the server begins.
     *
     * @param id its number; empty for a number that nobody has, which takes {@code --join}
     */
    Beginning of(Optional<Integer> id) {
        if (options.joins()) {
            return joining(id);
        }
        if (options.spare || options.saysWhere()) {
            throw usage("--spare, --host and the ports need --join HOST:PORT");
        }
        return usual(id.orElseThrow(() -> usage("name a server by its id; those of the"
                + " configuration are " + listed()
                + "; with --join HOST:PORT a new server finds a free id itself")));
    }

    private Beginning usual(int id) {
        var recorded = recorded(id);
        var listed = settings.server(id);
        if (recorded.isPresent()) {
            var me = recorded.get()
                    .peer(id)
                    .orElseThrow(() -> new VerbFailedException(
                            ServerCommand.REMOVED,
                            "server " + id + " is not a member of the house, by its records in "
                                    + settings.recordsOf(id) + "; the members were "
                                    + recorded.get().ids()
                                    + ". To make it a member: gavel server " + id
                                    + settings.typed() + " --join HOST:PORT"));
            return new Beginning(listed.or(() -> ServerAddress.of(me))
                    .orElseThrow(() -> unlisted(id)), listed.isEmpty(), List.of(), false);
        }
        var me = listed.orElseThrow(() -> unlisted(id));
        var others = settings.servers()
                .stream()
                .filter(server -> server.id() != id)
                .map(ServerAddress::client)
                .toList();
        return ask(others, 1).filter(seen -> !seen.hasMember(id))
                .map(seen -> new Beginning(me, true, others, false))
                .orElse(Beginning.member(me));
    }

    private Beginning joining(Optional<Integer> wanted) {
        var seeds = new ArrayList<>(options.seeds);
        wanted.ifPresent(id -> seeds.addAll(told(id)));
        if (options.discover && seeds.isEmpty()) {
            seeds.addAll(discovered());
        }
        var seen = ask(seeds, TRIES);
        int id = wanted.orElseGet(() -> free(seen.orElseThrow(() -> new VerbFailedException(
                ExitCodes.UNREACHED, "no server of the house \"" + settings.house()
                        + "\" answers at " + String.join(", ", seeds)
                        + ": give --join the client address of one that runs")),
                seeds));
        var recorded = recorded(id);
        if (recorded.isPresent() && recorded.get().peer(id).isPresent() && seen.isPresent()
                && !seen.get().hasMember(id)) {
            throw new VerbFailedException(ServerCommand.REMOVED, "server " + id
                    + " was removed from the house, whose members are "
                    + seen.get().by().members().listed() + ". To make it a member again, first move"
                    + " its records away: mv " + settings.recordsOf(id) + " ELSEWHERE");
        }
        return new Beginning(where(id, recorded, seeds), true, seeds, options.spare);
    }

    private List<String> discovered() {
        var discovery = settings.discovery();
        try {
            var found = new Discovery(discovery.group(), discovery.port())
                    .find(settings.house(), DISCOVER_WITHIN);
            if (found.isEmpty()) {
                throw new VerbFailedException(ExitCodes.UNREACHED, "no server of the house \""
                        + settings.house() + "\" answers on this network (group "
                        + discovery.group() + ", UDP port " + discovery.port()
                        + "). Set discovery.enabled = true in the servers' configuration, or name a"
                        + " server: --join HOST:PORT");
            }
            return found.stream().map(one -> one.address().toString()).toList();
        } catch (IOException e) {
            throw new VerbFailedException(ExitCodes.UNREACHED,
                    "--discover: " + FileTrouble.sentence(e));
        }
    }

    private ServerAddress where(int id, Optional<Membership> recorded, List<String> seeds) {
        if (id < 0 || id > MAX_ID) {
            throw usage("ID must be 0 to " + MAX_ID + ", was " + id);
        }
        var usual = settings.server(id)
                .or(() -> recorded.flatMap(members -> members.peer(id)).flatMap(ServerAddress::of))
                .orElseGet(() -> new ServerAddress(id, ownHost(seeds), 8080 + id,
                        20_000 + 10 * id, 30_000 + 10 * id));
        var me = new ServerAddress(id, options.host.orElse(usual.host()),
                port("--http-port", options.httpPort, usual.httpPort()),
                port("--client-port", options.clientPort, usual.clientPort()),
                port("--raft-port", options.raftPort, usual.raftPort()));
        if (!isLoopback(me.host())
                && settings.servers().stream().allMatch(server -> isLoopback(server.host()))) {
            throw usage((options.host.isPresent()
                    ? "--host: must be this machine's loopback address such as 127.0.0.1, was "
                            + me.host()
                    : "the others would have to reach this server at " + me.host()
                            + ", but all servers of "
                            + settings.file() + " are at loopback addresses; start it with the"
                            + " configuration of the house, or with --host 127.0.0.1")
                    + ": mode open believes whatever name a caller gives; see"
                    + " let-anyone-on-the-network-act-under-any-name in the configuration");
        }
        return me;
    }

    /**
     * The address at which the asked servers can reach this machine: the one from which it reaches
     * them.
     */
    private static String ownHost(List<String> seeds) {
        return seeds.stream()
                .flatMap(seed -> OwnAddress.towards(seed).stream())
                .findFirst()
                .orElse(
                        OwnAddress.LOOPBACK);
    }

    private static int port(String option, Optional<Integer> given, int usual) {
        return given.map(port -> {
            if (port < 1 || port > 65_535) {
                throw usage(option + ": must be 1 to 65535, was " + port);
            }
            return port;
        }).orElse(usual);
    }

    /** The least number that nobody has, here or in the house, and whose usual ports are free. */
    private int free(Seen seen, List<String> seeds) {
        var taken = new TreeSet<>(seen.by().members().ids());
        taken.addAll(seen.waiting());
        taken.addAll(configured());
        var host = options.host.orElseGet(() -> ownHost(seeds));
        for (var id = 0; id <= MAX_ID; id++) {
            if (!taken.contains(id) && !Files.exists(settings.recordsOf(id))
                    && !(options.httpPort.isEmpty() && isTaken(host, 8080 + id))) {
                return id;
            }
        }
        throw usage("no server id is free: name one, as in gavel server ID"
                + settings.typed() + " --join HOST:PORT");
    }

    private static boolean isTaken(String host, int port) {
        try {
            return PortHolder.isTaken(host, port);
        } catch (IOException e) {
            return false; // it will be said when the port is asked for
        }
    }

    private Optional<Membership> recorded(int id) {
        return RecordsCheckup.members(settings.house(), settings.recordsOf(id));
    }

    /** Addresses of the members of which it was told when it waited before. */
    private List<String> told(int id) {
        return ToldMembers.in(settings.recordsOf(id).resolve(ToldMembers.FILE))
                .members()
                .peers()
                .stream()
                .map(Peer::clientAddress)
                .toList();
    }

    private Set<Integer> configured() {
        var ids = new TreeSet<Integer>();
        settings.servers().forEach(server -> ids.add(server.id()));
        return ids;
    }

    private String listed() {
        return String.join(", ", configured().stream().map(String::valueOf).toList());
    }

    /** A member's word about the house; empty if none answers. */
    private Optional<Seen> ask(List<String> addresses, int tries) {
        var nobody = new ServerAddress(0, "127.0.0.1", 1, 1, 1);
        try (var lines = new PeerLines(new Directory(nobody, List.of()), MAX_MESSAGE_BYTES,
                new Partition())) {
            for (var n = 0; n < tries; n++) {
                var asked = addresses.stream()
                        .map(address -> lines.introduce(address, ASK_WITHIN)
                                .thenCombine(lines.waiting(address, ASK_WITHIN), (found,
                                        waiting) -> new Seen(found,
                                                waiting.stream().map(Peer::id).toList()))
                                .handle((seen, failure) -> Optional.ofNullable(seen)))
                        .toList();
                var seen = asked.stream()
                        .flatMap(each -> each.join().stream())
                        .filter(each -> each.hasMember(each.by().id()))
                        .toList();
                var ours = seen.stream()
                        .filter(each -> each.by().house().equals(settings.house()))
                        .max(Comparator.comparingLong(each -> each.by().members().index()));
                if (ours.isPresent()) {
                    return ours; // an address of earlier may be another house's by now
                }
                if (!seen.isEmpty()) {
                    throw usage("at " + String.join(", ", addresses) + " there is the house \""
                            + seen.getFirst().by().house() + "\", and this server is set up for \""
                            + settings.house()
                            + "\": see cluster and registration in the configuration");
                }
            }
            return Optional.empty();
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private VerbFailedException unlisted(int id) {
        return usage("there is no server " + id + " in " + settings.file() + "; its servers are "
                + listed() + ". To let it join a house that runs: gavel server " + id
                + settings.typed() + " --join HOST:PORT");
    }

    private static VerbFailedException usage(String sentence) {
        return new VerbFailedException(ExitCodes.USAGE, sentence);
    }
}
