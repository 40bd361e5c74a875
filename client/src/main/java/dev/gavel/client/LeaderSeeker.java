package dev.gavel.client;

import dev.gavel.client.hunt.Hunt;
import dev.gavel.client.hunt.Limits;
import dev.gavel.client.hunt.Pauses;
import dev.gavel.client.hunt.Roster;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does what a {@link Hunt} says for calls of one question and one answer, without a thread that
 * waits.
 *
 * @see "docs/adr/0030-leader-seeking.md"
 */
final class LeaderSeeker implements AutoCloseable {

    private final Roster<ServerAddress, ServerConnection> roster;
    private final ClientConfig config;
    private final ClientTimer timer;
    private final Set<Search<?>> searches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LeaderSeeker(Roster<ServerAddress, ServerConnection> roster, ClientConfig config,
            ClientTimer timer) {
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
        return begin(new Search<>(ask, time, false));
    }

    private <A> CompletableFuture<Found<A>> begin(Search<A> search) {
        searches.add(search);
        search.begin();
        return search.found;
    }

    /** The server showed that it leads. */
    void leads(ServerAddress server) {
        roster.leads(server);
    }

    /** What was found earlier has ended so: whom the next search asks first, and whom not. */
    void left(ServerAddress server, Attempt<?> how) {
        if (how instanceof Attempt.Silent || how instanceof Attempt.Unreachable) {
            roster.failed(server);
        } else if (how instanceof Attempt.NotLeader<?>(var leader, var why)) {
            leader.ifPresent(named -> {
                roster.learn(named);
                roster.leads(named);
            });
        }
    }

    /** Ends the searches under way. */
    @Override
    public void close() {
        closed = true;
        searches.forEach(Search::giveUp);
    }

    private final class Search<A> {
        private final Ask<A> ask;
        private final CompletableFuture<Found<A>> found = new CompletableFuture<>();
        /** Of all that is asked together: what is told of it is told of the whole. */
        private final TimeLeft time;
        private final Duration within;
        private final Hunt<ServerAddress> hunt;
        private volatile Optional<Future<?>> watch = Optional.empty();

        private Search(Ask<A> ask, TimeLeft time, boolean changes) {
            this.ask = ask;
            this.time = time;
            this.within = time.left();
            this.hunt = new Hunt<>(roster, new Limits(within, config.attemptTimeout(),
                    config.whenNoneListens(), config.backoff(), Limits.Round.ALL), changes);
        }

        /** Whatever happens on the way, the search ends: at the latest a little after its time. */
        private void begin() {
            watch = timer.start(within.plus(Pauses.GRACE), this::giveUp);
            if (watch.isEmpty()) {
                giveUp();
                return;
            }
            step(this::goOn);
        }

        /** A mistake within a step is the end of the search, not of its caller. */
        private void step(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | OutOfMemoryError e) {
                giveUp();
            }
        }

        private void goOn() {
            if (closed) {
                giveUp();
                return;
            }
            switch (hunt.next()) {
                case Hunt.Step.Ask<ServerAddress> asked -> ask(asked);
                case Hunt.Step.Pause<ServerAddress>(var length) -> {
                    if (!timer.after(length, () -> step(this::goOn))) {
                        giveUp(); // the client was closed meanwhile
                    }
                }
                case Hunt.Step.GiveUp<ServerAddress>() -> giveUp();
            }
        }

        private void ask(Hunt.Step.Ask<ServerAddress> asked) {
            Consumer<Attempt<A>> listener = attempt -> step(() -> hear(asked, attempt));
            try {
                roster.line(asked.server())
                        .ifPresentOrElse(server -> ask.to(server, asked.patience(), listener),
                                () -> listener.accept(new Attempt.Unreachable<>("forgotten")));
            } catch (RuntimeException | OutOfMemoryError e) {
                listener.accept(new Attempt.Silent<>("it could not be asked"));
            }
        }

        private void hear(Hunt.Step.Ask<ServerAddress> asked, Attempt<A> attempt) {
            var goesOn = switch (attempt) {
                case Attempt.Answered<A>(var answer) ->
                    ends(asked, new Found.Answer<>(answer, asked.server()));
                case Attempt.Refused<A>(var code, var why) ->
                    ends(asked, new Found.Refused<>(code, why));
                case Attempt.NotLeader<A>(var leader, var why) ->
                    hunt.notLeader(asked, leader, why);
                case Attempt.Busy<A>(var after, var why) -> hunt.busy(asked, after, why);
                case Attempt.NoMajority<A>(var why) -> hunt.noMajority(asked, why);
                case Attempt.Undecided<A>(var why) -> hunt.undecided(asked, why);
                case Attempt.Unreachable<A>(var why, var mayListen) ->
                    mayListen ? hunt.late(asked, why) : hunt.unreachable(asked, why);
                case Attempt.Silent<A>(var why) -> hunt.silent(asked, why);
            };
            if (goesOn) {
                goOn();
            }
        }

        private boolean ends(Hunt.Step.Ask<ServerAddress> asked, Found<A> how) {
            if (hunt.answered(asked)) {
                end(how);
            }
            return false;
        }

        private void end(Found<A> how) {
            searches.remove(this);
            watch.ifPresent(one -> one.cancel(false));
            found.complete(how);
        }

        private void giveUp() {
            end(new Found.GaveUp<>(hunt.mayHaveHadEffect(), hunt.reached(), hunt.lacksMajority(),
                    hunt.why(time.gone())));
        }
    }
}
