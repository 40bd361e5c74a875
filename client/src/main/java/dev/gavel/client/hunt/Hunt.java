package dev.gavel.client.hunt;

import dev.gavel.auction.model.Spans;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One hunt for a server that answers: says who is asked next, when there is a pause and when it is
 * over, and in the end what is certain. Its user does what a {@link Step} says, tells how each try
 * ended, and asks for the next step. A question carries its own identity, so that asking twice is
 * harmless.
 *
 * <p>It goes in rounds. In each the servers are asked one after the other, first who led last. A
 * server that is named as leader is asked before the others, but not twice in a round: servers that
 * name one another do not send the hunt in circles. After a round there is a pause.
 *
 * <p>What ends a try is told with the step that began it, and counts once; it is {@code false} that
 * comes back where the try had ended before, or was left, and then there is nothing to do.
 *
 * <p>Safe for use by many threads, though one try follows the other: a hunt can be given up from
 * anywhere.
 *
 * @param <S> what names a server: its address, say
 * @see "docs/adr/0030-leader-seeking.md"
 */
public final class Hunt<S> {

    /** The time that something took is told to the nearest tenth of a second. */
    private static final Duration HALF_A_TENTH = Duration.ofMillis(50);

    /** What to do next. */
    public sealed interface Step<S> {

        /**
         * Ask this server, and wait for its answer for about so long.
         *
         * @param number of this try
         */
        record Ask<S>(S server, Duration patience, int number) implements Step<S> {}

        /** Ask for the next step after so long. */
        record Pause<S>(Duration length) implements Step<S> {}

        /** Nobody answered, and it is in vain to go on. */
        record GiveUp<S>() implements Step<S> {}
    }

    /** What a server said last, and how often it was asked in all. */
    private record Heard(int tries, String words) {

        /** What it says of times is of its last try alone, which must be seen. */
        private boolean tellsHowMany() {
            return tries == 1 || words.chars().anyMatch(Character::isDigit);
        }

        /** How many of the tries its text tells of. */
        private int told() {
            return tellsHowMany() ? tries : 1;
        }

        @Override
        public String toString() {
            return tries == 1 || !tellsHowMany() ? words : tries + " times, at last: " + words;
        }
    }

    private final Roster<S, ?> roster;
    private final Limits limits;
    private final boolean changes;
    private final LongSupplier nanos;
    private final long startedAt;

    private final Map<S, Heard> heard = new LinkedHashMap<>(4);
    private final Deque<S> toAsk = new ArrayDeque<>(8);
    private final List<S> askedThisRound = new ArrayList<>(8);
    /** Rounds that have ended. */
    private int rounds;
    private int tries;
    private boolean inRound;
    private Optional<Duration> pause = Optional.empty();
    private boolean spokenThisRound;
    /** In this round: somebody says that no majority is up; somebody gives hope of an answer. */
    private boolean majorityMissed;
    private boolean hope;
    private boolean reached;
    private boolean underWay;
    /** Who was asked last. */
    private Optional<S> asking = Optional.empty();
    private boolean maybeApplied;

    /**
     * A hunt; its time begins now.
     *
     * @param changes whether the question changes something: if not, its outcome is never unknown
     */
    public Hunt(Roster<S, ?> roster, Limits limits, boolean changes) {
        this(roster, limits, changes, System::nanoTime);
    }

    Hunt(Roster<S, ?> roster, Limits limits, boolean changes, LongSupplier nanos) {
        this.roster = roster;
        this.limits = limits;
        this.changes = changes;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    /** What to do now. The end of a try is told by one of the methods below. */
    public synchronized Step<S> next() {
        var left = limits.within().minus(gone());
        if (pause.isPresent()) {
            var length = shorter(pause.get(), left);
            pause = Optional.empty();
            return new Step.Pause<>(length);
        }
        if (left.compareTo(Pauses.LEAST_ATTEMPT) < 0) {
            return new Step.GiveUp<>();
        }
        if (!inRound) {
            beginRound();
        }
        while (!toAsk.isEmpty()) {
            var server = toAsk.removeFirst();
            if (roster.knows(server)) { // it may have been forgotten meanwhile
                askedThisRound.add(server);
                underWay = true;
                asking = Optional.of(server);
                return new Step.Ask<>(server, shorter(patience(), left), ++tries);
            }
        }
        if (isInVain()) {
            return new Step.GiveUp<>();
        }
        inRound = false;
        return new Step.Pause<>(shorter(limits.pauses().after(rounds++), left));
    }

    private void beginRound() {
        inRound = true;
        spokenThisRound = false;
        majorityMissed = false;
        hope = false;
        askedThisRound.clear();
        var order = roster.order();
        if (!order.isEmpty()) {
            switch (limits.round()) {
                case ALL -> toAsk.addAll(order);
                case ANY -> toAsk.add(
                        order.get(ThreadLocalRandom.current().nextInt(order.size())));
                case FIRST -> toAsk.add(order.getFirst());
            }
        }
    }

    private Duration patience() {
        return Duration.ofNanos(
                limits.attempt().toNanos() << Math.min(rounds, Pauses.PATIENCE_DOUBLINGS));
    }

    /** At the end of a round: nobody listens, or those who speak say that nobody can lead. */
    private boolean isInVain() {
        return (!spokenThisRound && gone().compareTo(limits.whenNoneListens()) > 0)
                || (lacksMajority() && !maybeApplied);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** It answered, so that the hunt is over. */
    public synchronized boolean answered(Step.Ask<S> asked) {
        var counts = ended(asked, "answered");
        if (counts) {
            roster.answered(asked.server());
        }
        return counts;
    }

    /** It began to answer, as a stream does: where that ends later, the pauses are short again. */
    public synchronized void speaks(Step.Ask<S> asked) {
        roster.answered(asked.server());
        heard.clear();
        rounds = 0;
    }

    /**
     * It does not lead, or cannot do it just now; certainly without effect there.
     *
     * @param leader whom it names: a hint may be stale
     * @param why its own words where it names nobody; may be empty
     */
    public synchronized boolean notLeader(Step.Ask<S> asked, Optional<S> leader, String why) {
        if (!spoke(asked, leader.map(named -> "names " + named + " as leader")
                .orElse(why.isEmpty() ? "knows no leader" : why))) {
            return false;
        }
        hope |= leader.isPresent();
        leader.ifPresent(named -> {
            roster.learn(named);
            if (!roster.rests(named) && !askedThisRound.contains(named)) {
                toAsk.remove(named);
                toAsk.addFirst(named);
            }
        });
        return true;
    }

    /** It leads, but has too much to do; without effect. It is asked again after so long. */
    public synchronized boolean busy(Step.Ask<S> asked, Duration retryAfter, String why) {
        if (!spoke(asked, "busy: " + why)) {
            return false;
        }
        hope = true;
        toAsk.addFirst(asked.server());
        pause = Optional.of(retryAfter);
        return true;
    }

    /** It says that too few servers are up to decide anything; without effect. */
    public synchronized boolean noMajority(Step.Ask<S> asked, String why) {
        var counts = spoke(asked, why);
        majorityMissed |= counts;
        return counts;
    }

    /** It answered that it cannot tell: what was asked may have had an effect. */
    public synchronized boolean undecided(Step.Ask<S> asked, String why) {
        if (!changes) {
            return unreachable(asked, why); // who cannot tell what came of a read gave no answer
        }
        var counts = spoke(asked, why);
        maybeApplied |= counts;
        return counts;
    }

    /** It was not reached; without effect. */
    public synchronized boolean unreachable(Step.Ask<S> asked, String why) {
        var counts = ended(asked, why);
        if (counts) {
            roster.failed(asked.server());
        }
        return counts;
    }

    /**
     * There was no connection in time; without effect. It may listen all the same, as on a machine
     * that is very busy, so that the hunt goes on.
     */
    public synchronized boolean late(Step.Ask<S> asked, String why) {
        var counts = unreachable(asked, why);
        spokenThisRound |= counts;
        return counts;
    }

    /** It was asked and did not answer, though it listens: there may have been an effect. */
    public synchronized boolean silent(Step.Ask<S> asked, String why) {
        var counts = unreachable(asked, why);
        spokenThisRound |= counts;
        maybeApplied |= counts && changes;
        return counts;
    }

    /**
     * Leaves a try that is under way to itself, because somebody else leads by now; it may have its
     * effect. The next step is a new round, without a pause.
     *
     * @return false where it has ended
     */
    public synchronized boolean leave(Step.Ask<S> asked) {
        if (!underWay || asked.number() != tries) {
            return false;
        }
        underWay = false;
        hear(asked.server(), "left for another that leads");
        maybeApplied |= changes;
        toAsk.clear();
        inRound = false;
        return true;
    }

    private boolean spoke(Step.Ask<S> asked, String words) {
        var counts = ended(asked, words);
        if (counts) {
            roster.answered(asked.server());
            spokenThisRound = true;
            reached = true;
        }
        return counts;
    }

    private boolean ended(Step.Ask<S> asked, String words) {
        if (!underWay || asked.number() != tries) {
            return false;
        }
        underWay = false;
        hear(asked.server(), words);
        return true;
    }

    private void hear(S server, String words) {
        heard.merge(server, new Heard(1, words),
                (before, last) -> new Heard(before.tries() + 1, last.words()));
    }

    /** Time since the hunt began. */
    public Duration gone() {
        return Duration.ofNanos(nanos.getAsLong() - startedAt);
    }

    /** Whether what was asked may have had an effect that nobody told of. */
    public synchronized boolean mayHaveHadEffect() {
        return changes && (maybeApplied || underWay);
    }

    /** Whether any server spoke. */
    public synchronized boolean reached() {
        return reached;
    }

    /** Whether in this round somebody said that no majority is up, and nobody gave hope. */
    public synchronized boolean lacksMajority() {
        return majorityMissed && !hope;
    }

    /**
     * Why there is no answer, in one sentence: who was tried, and what came of it. Where that tells of
     * some tries only, it says of how many.
     *
     * @param whole the time that it took, with what was asked before it
     */
    public synchronized String why(Duration whole) {
        var tries = new LinkedHashMap<>(heard);
        if (underWay) {
            asking.ifPresent(
                    server -> tries.putIfAbsent(server, new Heard(1, "no answer yet")));
        }
        var tried = tries.entrySet()
                .stream()
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
        var within = " within " + Spans.inWords(whole.plus(HALF_A_TENTH).toMillis());
        var what = mayHaveHadEffect()
                ? "no answer" + within + ", the outcome is unknown: asked "
                : reached ? "no majority" + within + ": asked "
                        : "no server reached" + within + ": tried ";
        return what + (tried.isEmpty() ? "none, for want of time"
                : tried + ofHowMany(tries.values()));
    }

    /** How many tries there were, where not all of them are told. */
    private static String ofHowMany(Collection<Heard> tries) {
        var all = tries.stream().mapToInt(Heard::tries).sum();
        var told = tries.stream().mapToInt(Heard::told).sum();
        return told == all ? "" : "; of " + all + " tries, the last at each server is told";
    }
}
