package dev.gavel.server.cluster;

import dev.gavel.raft.ReplicaStatus.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets the member of the highest priority lead, if the configuration asks for it. If a member of a
 * higher priority has been in good order for a while, the leader gives leadership to it. A reason
 * that takes leadership away from a server, such as its clock, its disk or a stop, shows in how it
 * stands. So it does not get leadership back before that is mended. Elections after a crash are
 * left to Raft.
 *
 * @see "docs/adr/0057-leader-priority.md"
 */
public final class PriorityRule {

    private static final Logger LOG = LoggerFactory.getLogger(PriorityRule.class);
    /**
     * How long a server must have been in good order. One that comes and goes is not to take
     * leadership along each time.
     */
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(15);
    /** Entries that the next leader may lack. A transfer stops writes until it has them all. */
    private static final long NEAR_ENTRIES = 1_000;

    private final int self;
    private final Map<Integer, Integer> priorities;
    private final Supplier<ClusterView> view;
    private final ClusterBoard board;
    private final Duration maxClockJump;
    private final IntConsumer handOver;
    private final LongSupplier nanos;
    private final Map<Integer, Long> goodSince = new TreeMap<>();
    private Optional<Long> triedAt = Optional.empty();

    /**
     * The rule of one server.
     *
     * @param priorities by id; a server that is not in it has 0
     * @param view how all stand
     * @param board whose readings of the clocks count
     * @param maxClockJump how far ahead the clock of the next leader may be
     * @param handOver gives leadership to the server with this id
     * @param nanos time that does not jump
     */
    public PriorityRule(int self, Map<Integer, Integer> priorities, Supplier<ClusterView> view,
            ClusterBoard board, Duration maxClockJump, IntConsumer handOver, LongSupplier nanos) {
        this.self = self;
        this.priorities = Map.copyOf(priorities);
        this.view = view;
        this.board = board;
        this.maxClockJump = maxClockJump;
        this.handOver = handOver;
        this.nanos = nanos;
    }

    /** Looks once; called by one thread, about once a second. */
    public void look() {
        if (priorities.isEmpty()) {
            return;
        }
        var now = nanos.getAsLong();
        var all = view.get();
        var me = all.servers().stream().filter(one -> one.id() == self).findFirst();
        var leads = me.filter(one -> one.role().equalsIgnoreCase(Role.LEADER.name())).isPresent();
        for (var one : all.servers()) {
            if (leads && isGood(one, me.get())) {
                goodSince.putIfAbsent(one.id(), now);
            } else {
                goodSince.remove(one.id());
            }
        }
        if (!leads || triedAt.filter(at -> now - at < TRY_AGAIN_AFTER.toNanos()).isPresent()) {
            return;
        }
        all.servers()
                .stream()
                .map(Standing::id)
                .filter(id -> priority(id) > priority(self))
                .filter(id -> Optional.ofNullable(goodSince.get(id))
                        .filter(since -> now - since >= SETTLED.toNanos())
                        .isPresent())
                .max(Comparator.comparingInt(this::priority))
                .ifPresent(id -> {
                    triedAt = Optional.of(now);
                    LOG.info("server {} has priority {}, and this server {}: leadership goes to"
                            + " that server", id,
                            priority(id), priority(self));
                    handOver.accept(id);
                });
    }

    private int priority(int id) {
        return priorities.getOrDefault(id, 0);
    }

    private boolean isGood(Standing one, Standing leader) {
        return one.up() && one.ready() && one.appliedIndex() >= leader.commitIndex() - NEAR_ENTRIES
                && board.clockOffset(one.id())
                        .filter(offset -> offset.offsetMillis() <= maxClockJump.toMillis())
                        .isPresent();
    }
}
