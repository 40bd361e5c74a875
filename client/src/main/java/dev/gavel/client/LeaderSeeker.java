package dev.gavel.client;

import dev.gavel.auction.model.Spans;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks one server after the other until one answers: who led last first, then whom a server names as
 * leader, then the others; a pause, and the next round. The question carries its own identity, so that
 * asking twice is harmless.
 *
 * @see "docs/adr/0030-leader-seeking.md"
 */
final class LeaderSeeker implements AutoCloseable {
    private static final int MAX_PATIENCE_DOUBLINGS = 2;
    private static final Duration LEAST_ATTEMPT = Duration.ofMillis(5);
    /** After its time a search that is under way hears from the network that time is over. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** The time that something took is told to the nearest tenth of a second. */
    private static final Duration HALF_A_TENTH = Duration.ofMillis(50);

    private final Roster roster;
    private final ClientConfig config;
    private final ClientTimer timer;
    private final Set<Search<?>> searches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LeaderSeeker(Roster roster, ClientConfig config, ClientTimer timer) {
        this.roster = roster;
        this.config = config;
        this.timer = timer;
    }

    /**
     * One try at one server.
     *
     * @param <A> what it answers
     */
    interface Ask<A> {

        /** Asks {@code server}; tells {@code whenDone} once, within about {@code timeout}. */
        void to(ServerConnection server, Duration timeout, Consumer<Attempt<A>> whenDone);
    }

    /** Asks until there is an answer or the time is over. The future never fails. */
    <A> CompletableFuture<Found<A>> seek(Ask<A> ask, TimeLeft time) {
        return begin(new Search<>(ask, time, true));
    }

    /** As {@link #seek}, for a question that changes nothing: its outcome is never unknown. */
    <A> CompletableFuture<Found<A>> read(Ask<A> ask, TimeLeft time) {
        return begin(new Search<A>((server, timeout, whenDone) -> ask.to(server, timeout,
                attempt -> whenDone.accept(Reading.changingNothing(attempt))), time, false));
    }

    private <A> CompletableFuture<Found<A>> begin(Search<A> search) {
        searches.add(search);
        search.begin();
        return search.found;
    }

    /** Ends the searches under way. */
    @Override
    public void close() {
        closed = true;
        searches.forEach(Search::giveUp);
    }

    /** What a server said last, and how often it was asked in all. */
    private record Heard(int tries, String words) {

        /** What it says of times is of its last try alone, which must be seen. */
        @Override
        public String toString() {
            var hasFigures = words.chars().anyMatch(Character::isDigit);
            return tries == 1 || !hasFigures ? words : tries + " times, at last: " + words;
        }
    }

    /** Its steps follow one another, so that nothing here needs a lock but the last words. */
    private final class Search<A> {
        private final Ask<A> ask;
        private final boolean changes;
        private final CompletableFuture<Found<A>> found = new CompletableFuture<>();
        private final long startedAt = System.nanoTime();
        /** Of all that is asked together: what is told of it is told of the whole. */
        private final TimeLeft time;
        private final long deadlineNanos;
        private final Map<ServerAddress, Heard> heard = Collections
                .synchronizedMap(new LinkedHashMap<>());
        private final Set<ServerAddress> askedThisRound = new HashSet<>();
        private Deque<ServerAddress> toAsk = new ArrayDeque<>(roster.order());
        private int round;
        private boolean spokenThisRound;
        /** In this round: somebody says that no majority is up; somebody gives hope of an answer. */
        private boolean majorityMissed;
        private boolean hope;
        private volatile boolean reached;
        private volatile boolean underWay;
        private volatile boolean maybeApplied;
        private volatile Optional<Future<?>> watch = Optional.empty();

        private Search(Ask<A> ask, TimeLeft time, boolean changes) {
            this.ask = ask;
            this.changes = changes;
            this.time = time;
            this.deadlineNanos = time.left().toNanos();
        }

        /** Whatever happens on the way, the search ends: at the latest a little after its time. */
        private void begin() {
            watch = timer.start(Duration.ofNanos(deadlineNanos).plus(GRACE), this::giveUp);
            if (watch.isEmpty()) {
                giveUp();
                return;
            }
            step(this::nextServer);
        }

        /** A mistake within a step is the end of the search, not of its caller. */
        private void step(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | OutOfMemoryError e) {
                giveUp();
            }
        }

        private void nextServer() {
            var left = deadlineNanos - (System.nanoTime() - startedAt);
            if (closed || left < LEAST_ATTEMPT.toNanos()) {
                giveUp();
                return;
            }
            var address = toAsk.poll();
            if (address == null) {
                endRound();
                return;
            }
            var server = roster.connection(address);
            if (server.isEmpty()) {
                nextServer(); // it was forgotten meanwhile
                return;
            }
            askedThisRound.add(address);
            var patience = config.attemptTimeout().toNanos() << Math.min(round,
                    MAX_PATIENCE_DOUBLINGS);
            underWay = true;
            var ended = new AtomicBoolean();
            Consumer<Attempt<A>> listener = attempt -> {
                if (ended.compareAndSet(false, true)) {
                    step(() -> hear(address, attempt));
                }
            };
            try {
                ask.to(server.get(), Duration.ofNanos(Math.min(patience, left)),
                        listener);
            } catch (RuntimeException | OutOfMemoryError e) {
                listener.accept(new Attempt.Silent<>("it could not be asked"));
            }
        }

        private void hear(ServerAddress address, Attempt<A> attempt) {
            underWay = false;
            switch (attempt) {
                case Attempt.Answered<A>(var answer) -> {
                    roster.answered(address);
                    end(new Found.Answer<>(answer, address));
                }
                case Attempt.Refused<A>(var code, var why) -> {
                    roster.answered(address);
                    end(new Found.Refused<>(code, why));
                }
                case Attempt.NotLeader<A>(var leader, var why) -> {
                    hope |= leader.isPresent();
                    spoke(address, leader.map(named -> "names " + named + " as leader")
                            .orElse(why.isEmpty() ? "knows no leader" : why));
                    leader.ifPresent(this::askNext);
                    nextServer();
                }
                case Attempt.Busy<A>(var retryAfter, var why) -> {
                    hope = true;
                    spoke(address, "busy: " + why);
                    toAsk.addFirst(address);
                    later(retryAfter, this::nextServer);
                }
                case Attempt.NoMajority<A>(var why) -> {
                    majorityMissed = true;
                    spoke(address, why);
                    nextServer();
                }
                case Attempt.Undecided<A>(var why) -> {
                    maybeApplied = true;
                    spoke(address, why);
                    nextServer();
                }
                case Attempt.Unreachable<A>(var why) -> {
                    failed(address, why);
                    nextServer();
                }
                case Attempt.Silent<A>(var why) -> {
                    maybeApplied |= changes;
                    spokenThisRound = true; // it listens, though it says nothing
                    failed(address, why);
                    nextServer();
                }
            }
        }

        private void spoke(ServerAddress address, String words) {
            roster.answered(address);
            note(address, words);
            spokenThisRound = true;
            reached = true;
        }

        private void failed(ServerAddress address, String why) {
            roster.failed(address);
            note(address, why);
        }

        private void note(ServerAddress address, String words) {
            heard.merge(address, new Heard(1, words),
                    (before, last) -> new Heard(before.tries() + 1, last.words()));
        }

        /** A hint may be stale: it moves a server to the front, but not one that was just asked. */
        private void askNext(ServerAddress leader) {
            roster.learn(leader);
            if (roster.knows(leader) && !roster.rests(leader)
                    && !askedThisRound.contains(leader)) {
                toAsk.remove(leader);
                toAsk.addFirst(leader);
            }
        }

        private void endRound() {
            var elapsed = System.nanoTime() - startedAt;
            if (!spokenThisRound && elapsed > config.whenNoneListens().toNanos()) {
                giveUp();
                return;
            }
            if (majorityMissed && !hope && !maybeApplied) {
                giveUp();
                return;
            }
            later(config.backoff().after(round), () -> {
                round++;
                spokenThisRound = false;
                majorityMissed = false;
                hope = false;
                askedThisRound.clear();
                toAsk = new ArrayDeque<>(roster.order());
                nextServer();
            });
        }

        private void later(Duration pause, Runnable step) {
            var left = deadlineNanos - (System.nanoTime() - startedAt);
            if (!timer.after(Duration.ofNanos(Math.min(pause.toNanos(), left)),
                    () -> step(step))) {
                giveUp(); // the client was closed meanwhile
            }
        }

        private void end(Found<A> how) {
            searches.remove(this);
            watch.ifPresent(one -> one.cancel(false));
            found.complete(how);
        }

        private void giveUp() {
            var unknown = changes && (maybeApplied || underWay);
            var tried = List.copyOf(heard.entrySet())
                    .stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            var within = " within " + Spans.inWords(time.gone().plus(HALF_A_TENTH).toMillis());
            var why = unknown
                    ? "no answer" + within + ", the outcome is unknown: asked "
                    : reached ? "no majority" + within + ": asked "
                            : "no server reached" + within + ": tried ";
            end(new Found.GaveUp<>(unknown, reached, majorityMissed && !hope,
                    why + (tried.isEmpty() ? "none, for want of time" : tried)));
        }
    }
}
