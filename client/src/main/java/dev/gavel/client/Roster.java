package dev.gavel.client;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The servers a client knows, how each of them fared lately, and who led last. */
final class Roster implements AutoCloseable {

    private record Member(ServerConnection connection, Circuit circuit) {}

    private final Function<ServerAddress, ServerConnection> connector;
    private final Set<ServerAddress> configured;
    private final Map<ServerAddress, Member> members = new LinkedHashMap<>();
    private @Nullable ServerAddress leader;
    private boolean closed;

    Roster(List<ServerAddress> servers, Function<ServerAddress, ServerConnection> connector) {
        this.connector = connector;
        this.configured = Set.copyOf(servers);
        servers.forEach(this::learn);
    }

    /**
     * Adds a server that another one named. Beyond the bound one is forgotten for it that was named once and
     * has failed ever since, as servers do that a house has replaced; while there is none, the name is ignored.
     */
    synchronized void learn(ServerAddress address) {
        if (closed || members.containsKey(address)
                || (members.size() >= ClientConfig.MAX_SERVERS && !forgetsOne())) {
            return;
        }
        members.put(address, new Member(connector.apply(address), new Circuit()));
    }

    private boolean forgetsOne() {
        var failing = members.entrySet()
                .stream()
                .filter(known -> !configured.contains(known.getKey())
                        && !known.getKey().equals(leader)
                        && known.getValue().circuit().failures() > 0)
                .max(Comparator.comparingInt(known -> known.getValue().circuit().failures()));
        failing.ifPresent(one -> {
            members.remove(one.getKey());
            one.getValue().connection().close();
        });
        return failing.isPresent();
    }

    /** Whether the server is known; hints beyond the bound are not, and what was forgotten is not. */
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
            return members.entrySet()
                    .stream()
                    .sorted(Comparator.comparingLong(
                            known -> known.getValue().circuit().restLeft(now)))
                    .map(Map.Entry::getKey)
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
        var member = members.get(address);
        return member == null || member.circuit().rests(System.nanoTime());
    }

    /** Empty where it was forgotten meanwhile. */
    synchronized Optional<ServerConnection> connection(ServerAddress address) {
        return Optional.ofNullable(members.get(address)).map(Member::connection);
    }

    synchronized void leads(ServerAddress address) {
        leader = address;
    }

    synchronized void answered(ServerAddress address) {
        Optional.ofNullable(members.get(address)).ifPresent(one -> one.circuit().answered());
    }

    synchronized void failed(ServerAddress address) {
        Optional.ofNullable(members.get(address)).ifPresent(one -> {
            one.circuit().failed(System.nanoTime());
            one.connection().renew();
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        members.values().forEach(member -> member.connection().close());
    }
}
