package dev.gavel.server.desk;

import dev.gavel.raft.Peer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Servers that said lately that they wait to be taken in. */
final class WaitingRoom {

    /** How long a server's word counts; it says so again every second. */
    private static final Duration LATELY = Duration.ofSeconds(6);
    /** Most servers that wait: more than any house has members. */
    static final int SEATS = 50;

    private record Seat(Peer peer, long heardAt) {}

    private final LongSupplier nanos;
    private final Map<Integer, Seat> seats = new TreeMap<>();

    WaitingRoom(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Notes that a server waits, in place of one that waited under this id before.
     *
     * @return whether there is room for it
     */
    synchronized boolean enter(Peer peer) {
        forgetTheSilent();
        if (!seats.containsKey(peer.id()) && seats.size() >= SEATS) {
            return false;
        }
        seats.put(peer.id(), new Seat(peer, nanos.getAsLong()));
        return true;
    }

    /** The server that waits under this id. */
    synchronized Optional<Peer> find(int id) {
        forgetTheSilent();
        return Optional.ofNullable(seats.get(id)).map(Seat::peer);
    }

    synchronized void leave(int id) {
        seats.remove(id);
    }

    /** All servers that wait, by id. */
    synchronized List<Peer> all() {
        forgetTheSilent();
        return seats.values().stream().map(Seat::peer).toList();
    }

    private void forgetTheSilent() {
        var now = nanos.getAsLong();
        seats.values().removeIf(seat -> now - seat.heardAt() > LATELY.toNanos());
    }
}
