package dev.gavel.server.desk;

import dev.gavel.raft.Membership;
import dev.gavel.server.config.ServerAddress;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The present addresses of the house's servers: its members come and go. */
public final class Directory {

    private record Listed(Membership members, List<ServerAddress> servers) {}

    private final ServerAddress self;
    private final Supplier<Membership> members;
    private volatile Listed listed;

    /**
     * The directory of a house.
     *
     * @param self this server, which need not be a member yet
     * @param members the members, cheap to ask
     */
    public Directory(ServerAddress self, Supplier<Membership> members) {
        this.self = self;
        this.members = members;
        this.listed = listed(members.get());
    }

    /** The directory of a house that never changes. */
    public Directory(ServerAddress self, List<ServerAddress> servers) {
        this(self, fixed(servers));
    }

    private static Supplier<Membership> fixed(List<ServerAddress> servers) {
        var members = new Membership(-1, servers.stream().map(ServerAddress::peer).toList(),
                false);
        return () -> members;
    }

    private static Listed listed(Membership members) {
        return new Listed(members, members.peers()
                .stream()
                .flatMap(peer -> ServerAddress.of(peer).stream())
                .toList());
    }

    /** This server. */
    public ServerAddress self() {
        return self;
    }

    /** The members. */
    public Membership members() {
        return members.get();
    }

    /** All members, with this server if it is one; the same list until they change. */
    public List<ServerAddress> servers() {
        var now = members.get();
        var known = listed;
        if (!known.members().equals(now)) {
            known = listed(now);
            listed = known;
        }
        return known.servers();
    }

    /** The server with this id. */
    public Optional<ServerAddress> server(int id) {
        return servers().stream().filter(server -> server.id() == id).findFirst();
    }

    /** The server whose client address is this. */
    public Optional<ServerAddress> byClientAddress(String hostAndPort) {
        return servers().stream().filter(server -> server.client().equals(hostAndPort)).findFirst();
    }
}
