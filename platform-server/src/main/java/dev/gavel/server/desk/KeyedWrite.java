package dev.gavel.server.desk;

import dev.gavel.client.hunt.Hunt;
import dev.gavel.client.hunt.Limits;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Submission;
import dev.gavel.server.cluster.ClusterView;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.LeaderLine.Attempt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One write on its way to the leader. It is tried here, otherwise at the leader, again and again
 * until it is answered or the deadline passes. A leader that does not answer is waited for only
 * until another leads. That is safe because every try has the same id.
 *
 * <p>It is the client's {@link Hunt}. But this server is asked first in every round. It knows by
 * Raft who leads, so no other is asked.
 *
 * @see "docs/adr/0021-forwarding.md"
 */
final class KeyedWrite {

    /**
     * The ways to try.
     *
     * @param here on this server; the given consumer is told how it ended
     * @param there at another, within a time; the future never fails
     */
    record Route(Consumer<Consumer<Submission>> here,
            BiFunction<ServerAddress, Duration, CompletableFuture<Attempt>> there) {}

    /** Whether it is known that nobody can lead, so that waiting is in vain. */
    interface MajorityGone {

        /**
         * Looks anew.
         *
         * @param leaderSaysSo whether the leader that was asked last says that it hears no majority
         */
        boolean isGone(boolean leaderSaysSo);
    }

    private final Route route;
    private final Directory directory;
    private final ScheduledExecutorService timer;
    private final Function<Duration, Answer> noLeader;
    private final Supplier<Optional<ServerAddress>> leader;
    private final MajorityGone majority;
    private final CompletableFuture<Answer> done = new CompletableFuture<>();
    private final Duration within;
    private final Hunt<ServerAddress> hunt;
    private volatile Future<?> alarm = CompletableFuture.completedFuture(null);
    /** The last try, where it is at another server. */
    private volatile Optional<Hunt.Step.Ask<ServerAddress>> elsewhere = Optional.empty();
    /** Whether the one that was asked last leads, and hears no majority. */
    private volatile boolean leaderIsAlone;
    /** Why the leader did not take it when it was last asked. */
    private volatile Optional<Answer> obstacle = Optional.empty();

    /**
     * A write that is not under way yet.
     *
     * @param within time until it is given up
     * @param noLeader the answer if nobody could be asked for so long
     * @param leader the leader, as far as it is known
     * @param majority whether it is known that nobody can lead
     */
    KeyedWrite(Route route, Directory directory, ScheduledExecutorService timer, Duration within,
            Function<Duration, Answer> noLeader, Supplier<Optional<ServerAddress>> leader,
            MajorityGone majority) {
        this.route = route;
        this.directory = directory;
        this.timer = timer;
        this.within = within;
        this.hunt = new Hunt<>(Roster.of(List.of(directory.self())),
                Limits.of(Limits.Round.FIRST, within.plus(Pauses.LEAST_ATTEMPT), within), true);
        this.noLeader = noLeader;
        this.leader = leader;
        this.majority = majority;
    }

    /** Sets out, unless that is known to be in vain. The future never fails. */
    CompletableFuture<Answer> start() {
        if (majority.isGone(leaderIsAlone)) {
            giveUp();
            return done;
        }
        lookAgainIn(Pauses.FORWARD_FIRST_LOOK);
        goOn();
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
        if (hunt.gone().compareTo(within) >= 0 || majority.isGone(leaderIsAlone)) {
            giveUp();
        } else {
            lookAgainIn(Pauses.FORWARD_LOOK);
            if (leavesTheOneThatWasAsked()) {
                goOn();
            }
        }
    }

    /**
     * Whether another server leads now than the asked one. The earlier try may still have its
     * effect.
     */
    private boolean leavesTheOneThatWasAsked() {
        var asked = elsewhere;
        var leads = leader.get();
        return asked.isPresent() && leads.isPresent()
                && leads.get().id() != asked.get().server().id() && hunt.leave(asked.get());
    }

    private void lookAgainIn(Duration pause) {
        var left = within.minus(hunt.gone());
        alarm = timer.schedule(this::look, Math.min(left.toNanos(), pause.toNanos()),
                TimeUnit.NANOSECONDS);
    }

    private void goOn() {
        if (done.isDone()) {
            return;
        }
        switch (hunt.next()) {
            case Hunt.Step.Ask<ServerAddress> ask -> {
                obstacle = Optional.empty();
                leaderIsAlone = false;
                var isHere = ask.server().id() == directory.self().id();
                elsewhere = isHere ? Optional.empty() : Optional.of(ask);
                if (isHere) {
                    route.here().accept(submission -> endedHere(ask, submission));
                } else {
                    var unused = route.there()
                            .apply(ask.server(), ask.patience())
                            .thenAccept(attempt -> endedThere(ask, attempt));
                }
            }
            case Hunt.Step.Pause<ServerAddress>(var length) -> {
                if (majority.isGone(leaderIsAlone)) {
                    giveUp();
                } else {
                    var unused = timer.schedule(this::goOn, length.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
            case Hunt.Step.GiveUp<ServerAddress>() -> {
                // the look at the end of its time gives up, and that is now
            }
        }
    }

    private void endedHere(Hunt.Step.Ask<ServerAddress> ask, Submission submission) {
        switch (submission) {
            case Submission.NotLeader no -> again(hunt.notLeader(ask,
                    no.leader().flatMap(peer -> directory.server(peer.id())), ""));
            case Submission.Unknown unknown -> again(hunt.undecided(ask, ""));
            case Submission.Busy busy -> busy(ask, busy.retryAfter(), busy.why());
            case Submission.NotNow no -> notNow(ask, Answer.of(submission, directory));
            case Submission.Committed committed -> done.complete(Answer.of(submission, directory));
            case Submission.Refused refused -> done.complete(Answer.of(submission, directory));
        }
    }

    /**
     * An answer counts also of a server that was left. Whether one is reached this server knows
     * best.
     */
    private void endedThere(Hunt.Step.Ask<ServerAddress> ask, Attempt attempt) {
        switch (attempt) {
            case Attempt.Answered(var reply) -> done.complete(
                    new Answer.Replied(new Reply.Encoded(reply), 0, false));
            case Attempt.NotLeader no -> again(hunt.notLeader(ask, Optional.empty(), ""));
            case Attempt.NotReached(var why) -> again(hunt.notLeader(ask, Optional.empty(), why));
            case Attempt.Busy(var after) ->
                busy(ask, after, "too many commands wait at the leader");
            case Attempt.NoMajority(var sentence) -> {
                leaderIsAlone = true;
                again(hunt.notLeader(ask, Optional.empty(), sentence));
            }
            case Attempt.NotNow(var sentence) -> notNow(ask,
                    new Answer.TryLater(Trouble.NOT_NOW, Pauses.RETRY_AFTER, sentence));
            case Attempt.Unclear(var why) -> again(hunt.undecided(ask, why));
        }
    }

    /** Goes on, unless the try that ended was left before. */
    private void again(boolean counts) {
        if (counts) {
            goOn();
        }
    }

    /** Its caller may well wait by itself, unless an earlier try may have had its effect. */
    private void busy(Hunt.Step.Ask<ServerAddress> ask, Duration after, String why) {
        var counts = hunt.notLeader(ask, Optional.empty(), why);
        if (counts && !hunt.mayHaveHadEffect()) {
            done.complete(new Answer.TryLater(Trouble.BUSY, after, why));
        }
        again(counts);
    }

    private void notNow(Hunt.Step.Ask<ServerAddress> ask, Answer why) {
        var counts = hunt.notLeader(ask, Optional.empty(), "");
        if (counts) {
            obstacle = Optional.of(why);
        }
        again(counts);
    }

    private void giveUp() {
        var tried = hunt.gone();
        done.complete(hunt.mayHaveHadEffect() ? unknown(directory.self().id(), tried)
                : obstacle.orElseGet(() -> noLeader.apply(tried)));
    }

    /** The answer if server {@code self} asked and got none for so long. */
    static Answer unknown(int self, Duration tried) {
        return new Answer.OutcomeUnknown("Server " + self + " got no answer in the "
                + tried.toMillis() + " ms that it tried: the command may or may not have had its"
                + " effect. Ask again with the same key to learn which.");
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
                Pauses.RETRY_AFTER, sentence + " " + Answer.NOTHING_BY_THIS_TRY);
    }
}
