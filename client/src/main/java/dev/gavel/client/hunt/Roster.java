package dev.gavel.client.hunt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The servers that a program knows, how each of them fared lately, and who led last.
 *
 * @param <S> what names a server
 * @param <L> the way to one server
 */
public final class Roster<S, L extends Roster.Line> implements AutoCloseable {

    /** Most servers a roster keeps: those given and those learnt. */
    public static final int MAX_SERVERS = 64;

    /** The way to one server: a connection, say. */
    public interface Line extends AutoCloseable {

        /** The server failed: what is asked next is not to wait for the same connection. */
        default void renew() {}

        /** The server is forgotten. */
        @Override
        default void close() {}
    }

    private static final Line NO_LINE = new Line() {};

    private record Member<L>(L line, Circuit circuit) {}

    private final Function<S, L> connector;
    private final LongSupplier nanos;
    private final Set<S> configured;
    private final Map<S, Member<L>> members = new LinkedHashMap<>();
    private @Nullable S leader;
    private boolean closed;

    /** Of these servers, and of those learnt later. */
    public Roster(List<S> servers, Function<S, L> connector) {
        this(servers, connector, System::nanoTime);
    }

    Roster(List<S> servers, Function<S, L> connector, LongSupplier nanos) {
        this.connector = connector;
        this.nanos = nanos;
        this.configured = Set.copyOf(servers);
        servers.forEach(this::learn);
    }

    /** Of these servers, for whoever has no connections to keep. */
    public static <S> Roster<S, Line> of(List<S> servers) {
        return new Roster<>(servers, server -> NO_LINE);
    }

    /**
     * Adds a server that another one named. Beyond the bound a server is forgotten for it that was
     * named once and has failed ever since, as those do that a house has replaced; where there is
     * none, the name is ignored.
     */
    public void learn(S server) {
        Optional<Member<L>> forgotten = Optional.empty();
        synchronized (this) {
            if (closed || members.containsKey(server)) {
                return;
            }
            if (members.size() >= MAX_SERVERS) {
                forgotten = forget();
                if (forgotten.isEmpty()) {
                    return;
                }
            }
            members.put(server, new Member<>(connector.apply(server), new Circuit()));
        }
        forgotten.ifPresent(member -> member.line().close()); // calls on it may end at once
    }

    private Optional<Member<L>> forget() {
        var failing = members.entrySet()
                .stream()
                .filter(known -> !configured.contains(known.getKey())
                        && !known.getKey().equals(leader)
                        && known.getValue().circuit().failures() > 0)
                .max(Comparator.comparingInt(known -> known.getValue().circuit().failures()));
        return failing.map(known -> members.remove(known.getKey()));
    }

    /**
     * Whether the server may be asked; hints beyond the bound are not known, nor what was
     * forgotten.
     */
    public synchronized boolean knows(S server) {
        return members.containsKey(server);
    }

    /**
     * Whom to ask in one round: who led last, then the others as configured. Servers at rest are
     * left out, unless all rest: then all, the one first that has rested longest.
     */
    public synchronized List<S> order() {
        var now = nanos.getAsLong();
        var awake = new ArrayList<S>(members.size());
        members.forEach((server, member) -> {
            if (!member.circuit().rests(now)) {
                awake.add(server);
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
    public synchronized List<S> all() {
        return List.copyOf(members.keySet());
    }

    /** Whether this server failed just now and is to be left alone for a while, or is unknown. */
    public synchronized boolean rests(S server) {
        var member = members.get(server);
        return member == null || member.circuit().rests(nanos.getAsLong());
    }

    /** The way to the server; empty where it was forgotten meanwhile. */
    public synchronized Optional<L> line(S server) {
        return Optional.ofNullable(members.get(server)).map(Member::line);
    }

    /** Takes note of who leads: it is asked first from now on. */
    public synchronized void leads(S server) {
        leader = server;
    }

    /** It said something, whatever that was. */
    public synchronized void answered(S server) {
        Optional.ofNullable(members.get(server)).ifPresent(known -> known.circuit().answered());
    }

    /** It said nothing, or could not be reached: it rests, for longer each time. */
    public synchronized void failed(S server) {
        Optional.ofNullable(members.get(server)).ifPresent(known -> {
            known.circuit().failed(nanos.getAsLong());
            known.line().renew();
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        members.values().forEach(member -> member.line().close());
    }
}
