package dev.gavel.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The port a server uses: one replica of a {@link ReplicatedMachine}, kept in step with the others.
 * {@link Raft} starts one.
 *
 * <p>All methods may be called from any thread and none of them blocks, but for {@link #stepAside}
 * and {@link #close}. Futures complete on threads of the replica: what hangs on them must be quick,
 * or go to another thread. After {@link #close} or a {@link #fault} nothing more is committed
 * through it, reads that need a majority fail, and local reads show the last state.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public interface Replicator<S, E> extends AutoCloseable {

    /** The fault of a replica whose replication ended without a word: also one that was removed. */
    String STOPPED_BY_ITSELF = "replication has stopped by itself; the log says why";

    /**
     * Puts a command into the log. What is submitted here one after the other by one thread comes
     * in that order.
     *
     * @param request the command
     * @param whenDone told exactly once how it ended: on a thread of the replica, or before this
     *        returns where that is known at once. Must be quick and must not throw
     */
    void submit(Request request, Consumer<Submission> whenDone);

    /**
     * Puts commands that came together into the log, in this order. They share an entry where its
     * bounds allow, while one by one the first would go alone.
     */
    void submitAll(List<Write> writes);

    /** As {@link #submit(Request, Consumer)}; the future never fails. */
    default CompletableFuture<Submission> submit(Request request) {
        var done = new CompletableFuture<Submission>();
        submit(request, done::complete);
        return done;
    }

    /**
     * Opens a session through the log. The reply of the {@link Submission.Committed} is the
     * session's name, a number as decimal text. Opening twice opens two sessions. A session that is
     * not used goes by itself.
     *
     * @param principal the only user who may use it; the empty string: anybody who knows its name
     */
    CompletableFuture<Submission> openSession(String principal);

    /**
     * A view for reading.
     *
     * @return fails with {@link UnconfirmedReadException} when a linearizable read cannot be
     *         confirmed
     */
    CompletableFuture<Read<S>> read(Consistency consistency);

    /** How this replica stands. Cheap; each call looks anew. */
    ReplicaStatus status();

    /** What this replica found in its records when it started. */
    Restored restored();

    /**
     * Completes when everything that was committed when it joined the others has been applied.
     * Never, where it is closed before or finds no others.
     */
    CompletableFuture<Restored.Replayed> replayed();

    /**
     * Tells {@code listener} of what is applied from here on, after one call of its
     * {@code restored}.
     */
    void addListener(AppliedListener<S, E> listener);

    /**
     * Hands leadership over.
     *
     * @param to id of the replica that is to lead, or -1 for any that is up to date
     * @return the id of the new leader; fails with a sentence when it does not come about in time
     */
    CompletableFuture<Integer> transferLeadership(int to, Duration timeout);

    /**
     * Hands leadership over if this replica leads and there is another: the first step of a stop.
     * Waits a few seconds at most, and logs it if no other took over. Doing it again does nothing.
     */
    void stepAside();

    /**
     * Other members that have not shown this replica, when they last answered it, that they know
     * the secret of the group; of a replica that leads, those that it would not hear any more if
     * the secret were demanded.
     */
    default List<Integer> unproven() {
        return List.of();
    }

    /**
     * Whether this replica leads, and a majority of the members, itself included, has answered it
     * within the last {@code recent}. One that lost the others goes on leading for some time before
     * it notes that it does not; what it takes in that time waits in vain. Cheap, and does not
     * wait.
     */
    default boolean hearsMajority(Duration recent) {
        return status().role() == ReplicaStatus.Role.LEADER;
    }

    /** The members, as far as it is committed here. */
    Membership members();

    /**
     * Puts other members in place of the present ones. New ones must run and wait to be taken in.
     * They are brought up to date first, and have no say before that. Only the replica that leads
     * can do it, and it must be among the wanted ones. One change goes on at a time. Each change
     * needs the consent of a majority of the old and of the new. A member that was removed stops by
     * itself.
     *
     * @param present the members that {@code wanted} was made from; nothing is done where there are
     *        others by now
     * @param wanted all members there are to be
     * @param within how long to wait
     * @return the new members; fails with a {@link MemberChangeException}
     */
    CompletableFuture<Membership> changeMembers(Membership present, List<Peer> wanted,
            Duration within);

    /** How busy the way into the log is. */
    QueueLengths queues();

    /**
     * Writes a snapshot now; the index it holds. Snapshots are written by themselves as the
     * configuration says, so nothing depends on this. Fails where it cannot be written; the log is
     * kept then.
     */
    CompletableFuture<Long> takeSnapshot();

    /**
     * Completes, with one sentence for people, when the replica has stopped by itself because of a
     * fault: a disk that cannot be written, a machine that throws, a digest that differs. What was
     * acknowledged is safe. Nothing puts the replica right within this process: the program is to
     * {@link #close} it, and to end.
     */
    CompletableFuture<String> fault();

    /**
     * Steps aside, then stops; takes a few seconds at most. Nothing acknowledged is lost, and what
     * is under way may still be committed by the others. Doing it again does nothing.
     */
    @Override
    void close();
}
