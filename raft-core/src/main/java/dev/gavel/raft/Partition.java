package dev.gavel.raft;

import java.util.Set;

/**
 * Which servers are cut off, on purpose, to show what that does: nothing that one of them says is
 * heard by another server, nor the other way round. It is in force as far as each server of the
 * group is told the same. Only a demonstration tells any; elsewhere nobody is cut off.
 */
public final class Partition {

    private volatile Set<Integer> cutOff = Set.of();

    /** From now on these and no others are cut off, by id. */
    public void cutOff(Set<Integer> ids) {
        cutOff = Set.copyOf(ids);
    }

    /** Whether anybody is. */
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
