package dev.gavel.raft.ratis;

import dev.gavel.raft.MemberChangeException;
import dev.gavel.raft.MemberChangeException.Kind;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts other members in place of the present ones. Ratis brings new members up to date before it
 * asks the old and the new majority for their consent. Changes that an operator would regret are
 * refused here.
 *
 * @see "docs/adr/0056-members.md"
 */
final class MemberChange {

    private static final Logger LOG = LoggerFactory.getLogger(MemberChange.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(100);

    private final ReplicaConfig config;
    private final Members members;
    private final Leadership leadership;

    /** This server's leadership, by which a change comes about. */
    interface Leadership {

        /** Whether this server leads. */
        boolean leads();

        /** Ids of followers that answered within {@code recent}. */
        List<Integer> heardWithin(Duration recent);

        /**
         * Asks for other members in place of the present ones; completes once that is committed.
         *
         * @throws IOException where it is certain that nothing was done
         */
        CompletableFuture<RaftClientReply> setMembers(List<RaftPeer> present,
                List<RaftPeer> wanted) throws IOException;
    }

    MemberChange(ReplicaConfig config, Members members, Leadership leadership) {
        this.config = config;
        this.members = members;
        this.leadership = leadership;
    }

    /** Changes them; fails with a {@link MemberChangeException}. */
    CompletableFuture<Membership> to(Membership present, List<Peer> wanted, Duration within) {
        var goal = new Membership(0, wanted, false);
        return CompletableFuture.supplyAsync(() -> change(present, goal, within),
                task -> Thread.ofVirtual().name("members").start(task));
    }

    private void refuseWhatIsRegretted(Membership goal) {
        if (!leadership.leads()) {
            throw new MemberChangeException(Kind.NOT_LEADER,
                    "this server does not lead: the leader changes the members");
        }
        if (goal.peer(config.self()).isEmpty()) {
            throw refused("the server that leads cannot remove itself: hand leadership over first");
        }
        for (var peer : goal.peers()) {
            var before = members.seenAt(peer.id()).filter(seen -> !seen.equals(peer.raftAddress()));
            if (before.isPresent()) {
                throw refused("server " + peer.id() + " was known at the Raft address "
                        + before.get() + ", not " + peer.raftAddress()
                        + ": start it there, or give the new one another id");
            }
        }
    }

    private static MemberChangeException refused(String sentence) {
        return new MemberChangeException(Kind.REFUSED, sentence);
    }

    private static MemberChangeException undecided(String sentence) {
        return new MemberChangeException(Kind.UNDECIDED, sentence);
    }

    /**
     * Makes sure that enough servers answer to decide now and afterwards. A leader of a moment ago
     * has heard of nobody yet, so this looks for a while.
     */
    private void requireMajorities(Membership present, Membership goal) {
        var patience = config.tuning().elections().timeoutMax().multipliedBy(2);
        var until = System.nanoTime() + patience.toNanos();
        while (!(isMajority(present) && isMajority(goal))) {
            if (System.nanoTime() > until) {
                throw isMajority(present)
                        ? refused("of the " + goal.peers().size()
                                + " members there would then be, " + goal.listed()
                                + ", too few answer to decide anything: silent are "
                                + listed(silent(goal)) + ". Start those first, or replace them")
                        : new MemberChangeException(Kind.NO_MAJORITY, "of the "
                                + present.peers().size() + " members " + present.listed()
                                + " too few answer to change anything: silent are "
                                + listed(silent(present)) + ". Start those that are down first");
            }
            pause();
        }
    }

    private boolean isMajority(Membership of) {
        return (of.peers().size() - silent(of).size()) * 2 > of.peers().size();
    }

    private static String listed(List<Integer> ids) {
        return String.join(", ", ids.stream().map(String::valueOf).toList());
    }

    private List<Integer> silent(Membership goal) {
        var present = members.now();
        var live = new TreeSet<>(leadership.heardWithin(config.tuning().elections().timeoutMax()));
        live.add(config.self());
        goal.ids().stream().filter(id -> present.peer(id).isEmpty()).forEach(live::add);
        return goal.ids().stream().filter(id -> !live.contains(id)).toList();
    }

    private Membership change(Membership present, Membership goal, Duration within) {
        var until = System.nanoTime() + within.toNanos();
        refuseWhatIsRegretted(goal);
        requireMajorities(present, goal);
        while (true) {
            if (!members.now().ids().equals(present.ids())) {
                throw undecided("the members were changed meanwhile: they are now "
                        + members.now().ids());
            }
            var failure = attempt(present, goal, until);
            if (failure.isEmpty()) {
                return awaitApplied(goal, until);
            }
            // a new leader's first entry, or another's change, is not on the disks or not applied yet
            if (!isPassing(failure.get()) || System.nanoTime() + AGAIN_AFTER.toNanos() > until) {
                throw failed(failure.get());
            }
            pause();
        }
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof ReconfigurationInProgressException
                || failure instanceof SetConfigurationException
                || failure instanceof LeaderNotReadyException;
    }

    /** Tries it; why it did not come about, or empty if it did. */
    private Optional<Throwable> attempt(Membership present, Membership goal, long until) {
        try {
            var reply = leadership.setMembers(
                    present.peers().stream().map(RatisProperties::raftPeer).toList(),
                    goal.peers().stream().map(RatisProperties::raftPeer).toList())
                    .get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return failure(reply);
        } catch (IOException | TimeoutException e) {
            return Optional.of(e);
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private static Optional<Throwable> failure(@Nullable RaftClientReply reply) {
        if (reply != null && reply.isSuccess()) {
            return Optional.empty();
        }
        Throwable why = reply == null ? null : reply.getException();
        return Optional.of(why == null ? new IOException("there was no answer") : why);
    }

    private static MemberChangeException failed(Throwable why) {
        LOG.info("the members were not changed: {}", why.toString());
        return switch (why) {
            case ReconfigurationInProgressException e ->
                refused("another change of the members is under way: try again once it is done");
            case SetConfigurationException e ->
                undecided("the members were changed meanwhile: list them before trying again");
            case ReconfigurationTimeoutException e ->
                refused("the new server does not answer at its Raft address, or has another secret than"
                        + " this cluster, so it could not be brought up to date; nothing was changed");
            case TimeoutException e -> undecided("the change is not done yet, and may still come"
                    + " about; list the members before trying again");
            default -> undecided("leadership changed meanwhile: the change may have come about or"
                    + " not; list the members before trying again");
        };
    }

    /** Waits until the change is applied here, as it is in a moment, so that readers see it. */
    private Membership awaitApplied(Membership goal, long until) {
        while (!(members.now().ids().equals(goal.ids()) && !members.now().changing())
                && System.nanoTime() < until) {
            pause();
        }
        return members.now();
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
