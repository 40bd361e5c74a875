package dev.gavel.client;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The servers a client knows, how each of them fared lately, and who led last. */
final class Roster implements AutoCloseable {

    private record Member(ServerConnection connection, Circuit circuit) {}

    private final Function<ServerAddress, ServerConnection> connector;
    private final Map<ServerAddress, Member> members = new LinkedHashMap<>();
    private @Nullable ServerAddress leader;
    private boolean closed;

    Roster(List<ServerAddress> servers, Function<ServerAddress, ServerConnection> connector) {
        this.connector = connector;
        servers.forEach(this::learn);
    }

    /** Adds a server that another one named; beyond the bound the name is ignored. */
    synchronized void learn(ServerAddress address) {
        if (!closed && members.size() < ClientConfig.MAX_SERVERS) {
            members.computeIfAbsent(address,
                    added -> new Member(connector.apply(added), new Circuit()));
        }
    }

    /** Whether the server is known; hints beyond the bound are not. */
    synchronized boolean knows(ServerAddress address) {
        return members.containsKey(address);
    }

    /**
     * Whom to ask in this round: who led last, then the others as configured. Servers at rest are left
     * out, unless all rest: then all, the one first that has rested longest.
     */
    synchronized List<ServerAddress> order() {
        var now = System.nanoTime();
        var awake = new ArrayList<ServerAddress>(members.size());
        members.forEach((address, member) -> {
            if (!member.circuit().rests(now)) {
                awake.add(address);
            }
        });
        if (awake.isEmpty()) {
            return members.keySet()
                    .stream()
                    .sorted(Comparator.comparingLong(
                            address -> member(address).circuit().restLeft(now)))
                    .toList();
        }
        if (leader != null && awake.remove(leader)) {
            awake.addFirst(leader);
        }
        return awake;
    }

    /** All known servers, in the order given or learnt. */
    synchronized List<ServerAddress> all() {
        return List.copyOf(members.keySet());
    }

    /** Whether this server failed just now and is to be left alone for a while. */
    synchronized boolean rests(ServerAddress address) {
        return member(address).circuit().rests(System.nanoTime());
    }

    synchronized ServerConnection connection(ServerAddress address) {
        return member(address).connection();
    }

    synchronized void leads(ServerAddress address) {
        leader = address;
    }

    synchronized void answered(ServerAddress address) {
        member(address).circuit().answered();
    }

    synchronized void failed(ServerAddress address) {
        var member = member(address);
        member.circuit().failed(System.nanoTime());
        member.connection().renew();
    }

    private Member member(ServerAddress address) {
        var member = members.get(address);
        if (member == null) {
            throw new IllegalArgumentException(address + " is no known server");
        }
        return member;
    }

    @Override
    public synchronized void close() {
        closed = true;
        members.values().forEach(member -> member.connection().close());
    }
}
