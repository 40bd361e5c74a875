package dev.gavel.raft;

import java.util.Set;

/**
 * Which servers are cut off, on purpose, to show the effect. No message of a server that is cut off
 * is heard by another server, nor the other way round. That holds as far as each server of the
 * group is told the same. Only a demonstration tells any; elsewhere nobody is cut off.
 */
public final class Partition {

    private volatile Set<Integer> cutOff = Set.of();

    /** Cuts off these servers, by id, and no others from now on. */
    public void cutOff(Set<Integer> ids) {
        cutOff = Set.copyOf(ids);
    }

    /** Whether any server is cut off. */
    public boolean isInForce() {
        return !cutOff.isEmpty();
    }

    /** Whether {@code id} is cut off. */
    public boolean isCutOff(int id) {
        return cutOff.contains(id);
    }

    /** Whether these two servers do not hear each other. */
    public boolean parts(int one, int other) {
        var now = cutOff;
        return !now.isEmpty() && one != other && (now.contains(one) || now.contains(other));
    }
}
