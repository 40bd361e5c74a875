package dev.gavel.raft.ratis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Notes in {@link Memory} how far the others have the committed log. A follower that says so has it
 * on its disk. A leader may know of a commit before its own disk has the entry. So a leader's word
 * counts a while later, once it has gone on, and never after it has stopped leading.
 */
final class Heard {

    /** How long a leader's word waits; a leader whose disk takes longer hands leadership over. */
    private static final Duration LEADER_SYNCS = Duration.ofSeconds(1);

    private final Memory memory;
    private final Map<Integer, Long> saidAsLeader = new HashMap<>();
    private OptionalInt leader = OptionalInt.empty();
    private long leaderIndex = -1;
    private long leaderSince;

    Heard(Memory memory) {
        this.memory = memory;
    }

    /**
     * Takes note. Called by one thread.
     *
     * @param leading the leader, as far as it is known
     * @param commits how far each other is known to have the committed log
     * @param nanos time that does not jump
     */
    void look(OptionalInt leading, Map<Integer, Long> commits, long nanos) {
        if (!leading.equals(leader)) {
            leader.ifPresent(before -> saidAsLeader.put(before, commits.getOrDefault(before, -1L)));
            leader = leading;
            leaderIndex = -1;
        }
        commits.forEach((id, index) -> {
            if (leader.isPresent() && leader.getAsInt() == id) {
                leaderHas(id, index, nanos);
            } else if (index > saidAsLeader.getOrDefault(id, -1L)) {
                memory.holds(id, index);
            }
        });
    }

    private void leaderHas(int id, long index, long nanos) {
        if (index <= leaderIndex || (leaderIndex >= 0
                && nanos - leaderSince <= LEADER_SYNCS.toNanos())) {
            return;
        }
        if (leaderIndex >= 0) {
            memory.holds(id, leaderIndex);
        }
        leaderIndex = index;
        leaderSince = nanos;
    }
}
