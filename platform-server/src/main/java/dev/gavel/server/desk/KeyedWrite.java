package dev.gavel.server.desk;

import dev.gavel.raft.Reply;
import dev.gavel.raft.Submission;
import dev.gavel.server.cluster.ClusterView;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.LeaderLine.Attempt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One write on its way to the leader. It is tried here, otherwise at the leader, again and again
 * until it is answered or the deadline passes. A leader that does not answer is waited for only
 * until another leads. That is safe because every try has the same id.
 *
 * @see "docs/adr/0021-forwarding.md"
 */
final class KeyedWrite {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 250;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_FIRST_AFTER = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /**
     * The ways to try.
     *
     * @param here on this server; the given consumer is told how it ended
     * @param there at another, within a time; the future never fails
     */
    record Route(Consumer<Consumer<Submission>> here,
            BiFunction<ServerAddress, Duration, CompletableFuture<Attempt>> there) {}

    private final Route route;
    private final Directory directory;
    private final ScheduledExecutorService timer;
    private final Function<Duration, Answer> noLeader;
    private final Supplier<Optional<ServerAddress>> leader;
    private final BooleanSupplier majorityIsGone;
    private final CompletableFuture<Answer> done = new CompletableFuture<>();
    private final long deadlineNanos;
    private final long startedNanos = System.nanoTime();
    private volatile Future<?> alarm = CompletableFuture.completedFuture(null);
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean underWay;
    /** The other server at which a try is under way; empty while none is. */
    private Optional<ServerAddress> asked = Optional.empty();
    /** Number of the try at another server that still counts: earlier ones were left behind. */
    private int tries;
    private boolean mayHaveHadEffect;
    /** Why the leader did not take it when it was last asked. */
    private Optional<Answer> obstacle = Optional.empty();

    /**
     * A write that is not under way yet.
     *
     * @param within time until it is given up
     * @param noLeader the answer if nobody could be asked for so long
     * @param leader the leader, as far as it is known
     * @param majorityIsGone whether it is known that nobody can lead, so that waiting is in vain
     */
    KeyedWrite(Route route, Directory directory, ScheduledExecutorService timer, Duration within,
            Function<Duration, Answer> noLeader, Supplier<Optional<ServerAddress>> leader,
            BooleanSupplier majorityIsGone) {
        this.route = route;
        this.directory = directory;
        this.timer = timer;
        this.deadlineNanos = startedNanos + within.toNanos();
        this.noLeader = noLeader;
        this.leader = leader;
        this.majorityIsGone = majorityIsGone;
    }

    /** Sets out. The future never fails. */
    CompletableFuture<Answer> start() {
        lookAgainIn(LOOK_FIRST_AFTER);
        tryHere();
        return done.whenComplete((answer, never) -> alarm.cancel(false));
    }

    /**
     * Looks, until it is answered, for three things: the time is up, waiting is in vain, or another
     * server leads than the asked one.
     */
    private void look() {
        if (done.isDone()) {
            return;
        }
        if (System.nanoTime() - deadlineNanos >= 0 || majorityIsGone.getAsBoolean()) {
            giveUp();
        } else {
            lookAgainIn(LOOK_EVERY);
            if (leavesTheOneThatWasAsked()) {
                tryHere();
            }
        }
    }

    /**
     * Whether another server leads now than the asked one. The earlier try may still have its
     * effect.
     */
    private boolean leavesTheOneThatWasAsked() {
        var leads = leader.get();
        synchronized (this) {
            if (asked.isEmpty() || leads.isEmpty() || leads.get().id() == asked.get().id()) {
                return false;
            }
            tries++;
            asked = Optional.empty();
            mayHaveHadEffect = true;
            return true;
        }
    }

    private void lookAgainIn(Duration pause) {
        var left = deadlineNanos - System.nanoTime();
        alarm = timer.schedule(this::look, Math.min(left, pause.toNanos()), TimeUnit.NANOSECONDS);
    }

    private void tryHere() {
        if (!done.isDone()) {
            setUnderWay(true);
            route.here().accept(this::endedHere);
        }
    }

    private void endedHere(Submission submission) {
        setUnderWay(false);
        switch (submission) {
            case Submission.NotLeader elsewhere ->
                tryThere(elsewhere.leader().flatMap(peer -> directory.server(peer.id())));
            case Submission.Unknown unknown -> unclear();
            case Submission.Busy busy -> busy(busy.retryAfter(), busy.why());
            case Submission.NotNow no -> notNow(Answer.of(submission, directory));
            case Submission.Committed committed -> done.complete(Answer.of(submission, directory));
            case Submission.Refused refused -> done.complete(Answer.of(submission, directory));
        }
    }

    private void tryThere(Optional<ServerAddress> leader) {
        if (done.isDone()) {
            return;
        }
        if (leader.isEmpty() || leader.get().id() == directory.self().id()) {
            again();
            return;
        }
        var number = setOut(leader);
        var unused = route.there()
                .apply(leader.get(), Duration.ofNanos(deadlineNanos - System.nanoTime()))
                .thenAccept(attempt -> {
                    if (isBack(number) || attempt instanceof Attempt.Answered) {
                        endedThere(attempt);
                    }
                });
    }

    private synchronized int setOut(Optional<ServerAddress> leader) {
        setUnderWay(true);
        asked = leader;
        return ++tries;
    }

    /** Whether the try of this number still counted. */
    private synchronized boolean isBack(int number) {
        if (number != tries) {
            return false;
        }
        setUnderWay(false);
        asked = Optional.empty();
        return true;
    }

    private void endedThere(Attempt attempt) {
        switch (attempt) {
            case Attempt.Answered answered -> {
                var reply = new Reply.Encoded(answered.reply());
                done.complete(new Answer.Replied(reply, 0, false));
            }
            case Attempt.NotLeader elsewhere -> again();
            case Attempt.NotReached notReached -> again();
            case Attempt.Busy busy -> busy(busy.retryAfter(), "the leader has too much waiting");
            case Attempt.NotNow no ->
                notNow(new Answer.TryLater(Trouble.NOT_NOW, RETRY_AFTER, no.sentence()));
            case Attempt.Unclear unclear -> unclear();
        }
    }

    private synchronized void setUnderWay(boolean isUnderWay) {
        underWay = isUnderWay;
        if (isUnderWay) {
            obstacle = Optional.empty();
        }
    }

    private void unclear() {
        synchronized (this) {
            mayHaveHadEffect = true;
        }
        again();
    }

    private void busy(Duration after, String why) {
        synchronized (this) {
            if (!mayHaveHadEffect) {
                done.complete(new Answer.TryLater(Trouble.BUSY, after, why));
                return;
            }
        }
        again();
    }

    private void notNow(Answer why) {
        synchronized (this) {
            obstacle = Optional.of(why);
        }
        again();
    }

    private void again() {
        if (majorityIsGone.getAsBoolean()) {
            giveUp();
            return;
        }
        long pause;
        synchronized (this) {
            pause = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        }
        if (!done.isDone()) {
            var unused = timer.schedule(this::tryHere, pause, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void giveUp() {
        var tried = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (mayHaveHadEffect || underWay) {
            done.complete(unknown(directory.self().id(), tried));
        } else {
            done.complete(obstacle.orElseGet(() -> noLeader.apply(tried)));
        }
    }

    /** The answer if server {@code self} asked and got none for so long. */
    static Answer unknown(int self, Duration tried) {
        return new Answer.OutcomeUnknown("Server " + self + " got no answer in the "
                + tried.toMillis() + " ms that it tried: it may or may not have had its effect. "
                + "Ask again with the same key to learn which.");
    }

    /**
     * The obstacles that keep servers that are up from leading, such as a full disk; servers that
     * only lack a leader are left out.
     */
    private static String obstacles(ClusterView view) {
        return view.servers()
                .stream()
                .filter(one -> one.up() && !one.ready() && !one.notReadyBecause().startsWith("no "))
                .map(one -> " Server " + one.id() + " is not ready: " + one.notReadyBecause() + ".")
                .collect(Collectors.joining());
    }

    /** The answer if nobody could be asked, however often server {@code self} tried. */
    static Answer nobodyLeads(int self, ClusterView view, Duration tried) {
        var up = view.up();
        var majority = view.majority();
        var sentence = up < majority
                ? "Waiting for a majority: " + up + " of " + view.servers().size()
                        + " servers can be reached from server " + self + ", " + majority
                        + " are needed."
                : "Server " + self + " found no leader in the " + tried.toMillis()
                        + " ms that it tried." + obstacles(view);
        return new Answer.TryLater(up < majority ? Trouble.NO_MAJORITY : Trouble.NO_LEADER,
                RETRY_AFTER, sentence + " Nothing was done; ask again.");
    }
}
