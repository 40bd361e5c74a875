package dev.gavel.server.cluster;

import dev.gavel.raft.Membership;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Notices that this server was removed from the members. Its own log says so. A server that is
 * removed while it is down never gets that entry; it learns it from a member whose log is further.
 */
public final class RemovalWatch {

    private final int self;
    private final Supplier<Membership> own;
    private final CompletableFuture<List<Integer>> removed = new CompletableFuture<>();
    private volatile boolean wasMember;

    /** The watch of one server. */
    public RemovalWatch(int self, Supplier<Membership> own) {
        this.self = self;
        this.own = own;
    }

    /**
     * Notes another server's word that, from this index of its log on, the house has these members.
     */
    public void heard(long index, List<Integer> members) {
        if (look() && index > own.get().index() && !members.isEmpty()
                && !members.contains(self)) {
            removed.complete(List.copyOf(members));
        }
    }

    /** Looks at this server's own log; returns whether it was ever a member. */
    public boolean look() {
        var now = own.get();
        var isMember = now.ids().contains(self);
        wasMember |= isMember;
        if (wasMember && !isMember) {
            removed.complete(now.ids());
        }
        return wasMember;
    }

    /** Completes with the present members, once this server was removed. */
    public CompletableFuture<List<Integer>> removed() {
        return removed;
    }
}
