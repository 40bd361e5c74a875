package dev.gavel.server.desk;

import dev.gavel.raft.Peer;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A wish to change the members.
 *
 * @param add the server to be taken in; without addresses, a server that waits under this id
 * @param remove id of the server that is to go
 */
public record MemberWish(Optional<Peer> add, OptionalInt remove) {

    /** Refuses a wish for nothing. */
    public MemberWish {
        if (add.isEmpty() && remove.isEmpty()) {
            throw new IllegalArgumentException("nobody is to be added or removed");
        }
    }
}
