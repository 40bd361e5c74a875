package dev.gavel.server.cluster;

import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.server.logs.Sentence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides whether this server may take traffic; nothing else decides it. It may not if it would
 * leave requests without an answer within the time that callers have.
 */
public final class ReadinessWatch implements Supplier<Readiness> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessWatch.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    /** How long something may wait for a majority; later it is not committed soon. */
    static final Duration NOTHING_COMMITTED = Duration.ofSeconds(2);
    /** How long no read may be confirmed: as long as a read waits for it. */
    static final Duration UNCONFIRMED = Duration.ofMillis(2_500);
    /**
     * Pause between two questions: far less than {@link #UNCONFIRMED}, and one question to a
     * majority each time.
     */
    private static final Duration CONFIRM_EVERY = Duration.ofMillis(500);

    /** This server's replication. */
    public interface Replica {

        /** Its status. */
        ReplicaStatus status();

        /** The entries and commands that wait to be committed. */
        QueueLengths queues();

        /** Completes when a majority has confirmed a read here; fails if it did not. */
        CompletableFuture<?> confirm();
    }

    private final Replica replica;
    private final Supplier<Optional<String>> waits;
    private final Supplier<Optional<String>> house;
    private final BooleanSupplier majorityIsGone;
    private final ClusterBoard board;
    private final Lag lag;
    private final ClockDoubt clock;
    private final LongSupplier nanos;
    private volatile Optional<String> phase = Optional.of("it is starting");
    private volatile @Nullable CompletableFuture<?> confirmation;
    private volatile long askedAt;
    private volatile long confirmedAt;
    private volatile long committed = -1;
    private volatile long movedAt;

    /**
     * The watch of one server.
     *
     * @param waits why it is no member yet, if the others have said so
     * @param house objections of the house's state, if replication is ready
     * @param majorityIsGone whether this server refuses writes since it hears no majority
     * @param board the standing of the others
     * @param clock compares this server's clock with theirs
     * @param nanos time that does not jump
     */
    public ReadinessWatch(Replica replica, Supplier<Optional<String>> waits,
            Supplier<Optional<String>> house, BooleanSupplier majorityIsGone, ClusterBoard board,
            ClockDoubt clock, LongSupplier nanos) {
        this.replica = replica;
        this.waits = waits;
        this.house = house;
        this.majorityIsGone = majorityIsGone;
        this.board = board;
        this.clock = clock;
        this.nanos = nanos;
        this.lag = new Lag(nanos);
        this.confirmedAt = nanos.getAsLong();
        this.askedAt = confirmedAt - CONFIRM_EVERY.toNanos();
        this.movedAt = confirmedAt;
    }

    /** Notes that the edges listen. */
    public void started() {
        phase = Optional.empty();
    }

    /** Notes that it takes no more traffic, for good. */
    public void stopping() {
        phase = Optional.of("it is shutting down");
    }

    /** A watch that looks again and again, until it is closed. */
    public interface Look extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Looks ten times a second, on a thread of its own, and tells {@code told} the readiness then.
     */
    public Look start(Consumer<Readiness> told) {
        var log = new ReadinessLog(nanos);
        var thread = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("readiness").unstarted(task));
        var unused = thread.scheduleWithFixedDelay(() -> {
            try {
                var seen = look();
                var now = readiness(() -> seen);
                told.accept(now);
                if (phase.isEmpty()) {
                    log.note(now);
                }
            } catch (RuntimeException e) {
                LOG.error("whether this server is ready cannot be told", e);
            }
        }, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return thread::shutdownNow;
    }

    /** Looks once, and returns what it saw; called by one thread, several times a second. */
    ReplicaStatus look() {
        var now = nanos.getAsLong();
        var status = replica.status();
        confirm(status, now);
        if (status.commitIndex() != committed || !waits(status)) {
            committed = status.commitIndex();
            movedAt = now;
        }
        lag.look(known(status), status.appliedIndex());
        clock.look();
        return status;
    }

    private void confirm(ReplicaStatus status, long now) {
        var last = confirmation;
        if (!status.ready()) {
            confirmedAt = now; // it says itself why; from when it does not, the time counts
        }
        // a question that nobody answered for so long may have been lost, and is asked anew
        var isUnderWay = last != null && !last.isDone()
                && now - askedAt < UNCONFIRMED.toNanos();
        if (isUnderWay || now - askedAt < CONFIRM_EVERY.toNanos()) {
            return;
        }
        askedAt = now;
        confirmation = replica.confirm().thenRun(() -> confirmedAt = nanos.getAsLong());
    }

    /** Whether anything waits to be committed by this server. */
    private boolean waits(ReplicaStatus status) {
        var queues = replica.queues();
        return status.role() == Role.LEADER && (queues.commandsWaiting() > 0
                || queues.entriesUnderWay() > 0 || status.logEndIndex() > status.commitIndex());
    }

    /** The highest index that any server is known to have committed. */
    private long known(ReplicaStatus status) {
        return board.others()
                .stream()
                .filter(Standing::up)
                .mapToLong(Standing::commitIndex)
                .reduce(status.commitIndex(), Math::max);
    }

    @Override
    public Readiness get() {
        return readiness(replica::status);
    }

    private Readiness readiness(Supplier<ReplicaStatus> seen) {
        var own = phase;
        if (own.isPresent()) {
            return Readiness.not(own.get());
        }
        var status = seen.get();
        var waiting = status.ready() ? Optional.<String>empty() : waits.get();
        if (waiting.isPresent()) {
            return Readiness.not(waiting.get());
        }
        if (!status.ready()) {
            return Readiness.not(status.notReadyBecause().isBlank() ? "replication is not ready"
                    : Sentence.plain(status.notReadyBecause()));
        }
        return objection(status, nanos.getAsLong()).or(house)
                .map(Readiness::not)
                .orElse(Readiness.ready());
    }

    private Optional<String> objection(ReplicaStatus status, long now) {
        if (majorityIsGone.getAsBoolean()) {
            return Optional.of(noMajority());
        }
        if (now - confirmedAt >= UNCONFIRMED.toNanos()) {
            return Optional.of(unconfirmed(status));
        }
        if (now - movedAt >= NOTHING_COMMITTED.toNanos() && waits(status)) {
            return Optional.of("it leads, and nothing was committed for "
                    + NOTHING_COMMITTED.toSeconds() + " s although commands or entries wait");
        }
        return lag.objection(status.appliedIndex())
                .or(clock::objection);
    }

    private String unconfirmed(ReplicaStatus status) {
        return status.role() == Role.LEADER
                ? "no majority has confirmed for " + seconds(UNCONFIRMED) + " that it leads"
                : "no read was confirmed for " + seconds(UNCONFIRMED) + " by server "
                        + status.leader().map(String::valueOf).orElse("?")
                        + ", which leads, and a majority";
    }

    private String noMajority() {
        var servers = board.members().ids().size();
        var up = 1 + board.others().stream().filter(Standing::up).count();
        return "it hears no majority: " + up + " of " + servers + " servers answer, and "
                + (servers / 2 + 1) + " are needed";
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
