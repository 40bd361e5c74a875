package dev.gavel.server;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.MemberLine;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.server.desk.MemberLine.Newcomer;
import dev.gavel.server.desk.ToldMembers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells the house again and again that this server waits, until it is a member. It tells every
 * server that its command line names, and every server of which the house itself has told. So it
 * goes on waiting, whichever of them dies.
 */
final class Joining implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofMillis(2_500);

    private final Newcomer newcomer;
    private final List<String> seeds;
    private final ToldMembers told;
    private final MemberLine line;
    private final Consumer<List<String>> keep;
    private final Supplier<Membership> members;
    private final CompletableFuture<String> refused = new CompletableFuture<>();
    /** The last answer of each, by address; empty: none in time. */
    private final Map<String, Optional<JoinAnswer>> said = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean done;
    private volatile Optional<String> why = Optional.empty();

    /**
     * The waiting of one server.
     *
     * @param seeds addresses of servers that may know the house
     * @param told keeps the members of which it was told
     * @param keep told which lines are needed from now on
     * @param members the members by this server's own log
     */
    Joining(Newcomer newcomer, List<String> seeds, ToldMembers told, MemberLine line,
            Consumer<List<String>> keep, Supplier<Membership> members) {
        this.newcomer = newcomer;
        this.seeds = seeds;
        this.told = told;
        this.line = line;
        this.keep = keep;
        this.members = members;
    }

    /** Begins; {@code timer} only sets off the calls. */
    Joining start(ScheduledExecutorService timer) {
        var unused = timer.scheduleWithFixedDelay(this::say, 0, EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        return this;
    }

    /** Completes with a sentence when the house will not take this server in as it is. */
    CompletableFuture<String> refused() {
        return refused;
    }

    /** Why it still waits; empty while that is not known, and once it is a member. */
    Optional<String> why() {
        return done ? Optional.empty() : why;
    }

    /** Tells all of them once more. */
    void say() {
        if (done) {
            return;
        }
        if (members.get().peer(newcomer.peer().id()).isPresent()) {
            done = true;
            keep.accept(List.of());
            LOG.info("server {} is a member of the house now", newcomer.peer().id());
            return;
        }
        var addresses = Stream.concat(told.members().peers().stream().map(Peer::clientAddress),
                seeds.stream())
                .filter(address -> !address.isEmpty()
                        && !address.equals(newcomer.peer().clientAddress()))
                .distinct()
                .toList();
        keep.accept(addresses);
        said.keySet().retainAll(addresses);
        if (said.size() == addresses.size()) {
            judge(addresses);
        }
        addresses.stream().filter(underWay::add).forEach(this::say);
    }

    private void say(String address) {
        var unused = line.join(address, newcomer, false, WITHIN)
                .handle((answer, failure) -> {
                    if (!done) {
                        hear(address, Optional.ofNullable(answer));
                    }
                    underWay.remove(address);
                    return null;
                });
    }

    private void hear(String address, Optional<JoinAnswer> answer) {
        said.put(address, answer);
        answer.filter(this::isOurs).ifPresent(ours -> told.told(ours.members()));
    }

    private boolean isOurs(JoinAnswer answer) {
        return answer.house().equals(newcomer.house());
    }

    /** Decides once all were asked, and each has answered or was silent. */
    private void judge(List<String> addresses) {
        var answers = addresses.stream()
                .flatMap(address -> said.getOrDefault(address, Optional.empty()).stream())
                .toList();
        // an address may be another house's by now; that is its own affair while ours is known
        var ours = told.members().peers().isEmpty() ? answers
                : answers.stream().filter(this::isOurs).toList();
        var waiting = ours.stream()
                .filter(answer -> answer.state() != JoinAnswer.State.REFUSED)
                .map(answer -> answer.state() == JoinAnswer.State.MEMBER
                        ? "the others bring it up to date"
                        : answer.sentence())
                .toList();
        if (ours.isEmpty()) {
            note("none of the servers that it knows answers: " + String.join(", ", addresses));
        } else if (waiting.isEmpty()) {
            done = true;
            refused.complete(ours.getFirst().sentence());
        } else {
            note(waiting.stream()
                    .filter(sentence -> !sentence.equals(MemberDesk.NO_LEADER))
                    .findFirst()
                    .orElse(MemberDesk.NO_LEADER));
        }
    }

    private void note(String sentence) {
        var now = Optional.of("it is no member yet: " + sentence);
        if (!now.equals(why)) {
            why = now;
            LOG.info("server {} waits to be taken in: {}", newcomer.peer().id(), sentence);
        }
    }

    @Override
    public void close() {
        done = true;
    }
}
