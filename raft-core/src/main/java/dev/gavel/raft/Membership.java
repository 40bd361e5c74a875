package dev.gavel.raft;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The members of the group, as the log says. If one replica said it earlier than another, it may be
 * out of date; {@link #index()} says which of two is the newer.
 *
 * @param index where in the log it says so; -1 if the log says nothing yet and the configuration
 *        counts
 * @param peers the members, by rising id; while they change, the old and the new
 * @param changing whether a change has begun that is certain to be completed
 */
public record Membership(long index, List<Peer> peers, boolean changing) {

    /** Sorts the list. */
    public Membership {
        peers = peers.stream().sorted(Comparator.comparingInt(Peer::id)).toList();
    }

    /** The member with this id. */
    public Optional<Peer> peer(int id) {
        return peers.stream().filter(peer -> peer.id() == id).findFirst();
    }

    /** Their ids, rising. */
    public List<Integer> ids() {
        return peers.stream().map(Peer::id).toList();
    }

    /** Their ids in words, as {@code 0, 1, 2}. */
    public String listed() {
        return peers.stream()
                .map(peer -> String.valueOf(peer.id()))
                .collect(Collectors.joining(", "));
    }
}
