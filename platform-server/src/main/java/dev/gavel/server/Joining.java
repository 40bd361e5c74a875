package dev.gavel.server;

import dev.gavel.raft.Membership;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.server.desk.MemberLine;
import dev.gavel.server.desk.MemberLine.JoinAnswer;
import dev.gavel.server.desk.MemberLine.Newcomer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Tells the house again and again that this server waits, until it is a member. */
final class Joining implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofMillis(2_500);

    private final Newcomer newcomer;
    private final List<String> seeds;
    private final Directory directory;
    private final MemberLine line;
    private final Supplier<Membership> members;
    private final CompletableFuture<String> refused = new CompletableFuture<>();
    private final ScheduledFuture<?> rounds;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean underWay;
    private volatile boolean done;
    private volatile String last = "";

    /** Begins; {@code timer} only sets off the calls. */
    Joining(Newcomer newcomer, List<String> seeds, Directory directory, MemberLine line,
            Supplier<Membership> members, ScheduledExecutorService timer) {
        this.newcomer = newcomer;
        this.seeds = seeds;
        this.directory = directory;
        this.line = line;
        this.members = members;
        this.rounds = timer.scheduleWithFixedDelay(this::say, 0, EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Completes with a sentence when the house will not take this server in as it is. */
    CompletableFuture<String> refused() {
        return refused;
    }

    private void say() {
        if (done) {
            return;
        }
        if (members.get().peer(newcomer.peer().id()).isPresent()) {
            done = true;
            LOG.info("server {} is a member of the house now", newcomer.peer().id());
            return;
        }
        var houses = new ArrayList<>(seeds);
        directory.servers().stream().map(ServerAddress::client).forEach(houses::add);
        if (underWay || houses.isEmpty()) {
            return;
        }
        underWay = true;
        var address = houses.get(Math.floorMod(next.get(), houses.size()));
        var unused = line.join(address, newcomer, false, WITHIN)
                .whenComplete((answer, failure) -> {
                    underWay = false;
                    if (failure != null) {
                        next.incrementAndGet();
                        note("no answer at " + address + ": " + failure.getMessage());
                    } else if (answer.state() == JoinAnswer.State.REFUSED) {
                        done = true;
                        refused.complete(answer.sentence());
                    } else if (answer.state() == JoinAnswer.State.WAITING) {
                        note(answer.sentence());
                    }
                });
    }

    private void note(String sentence) {
        if (!sentence.equals(last)) {
            last = sentence;
            LOG.info("server {} waits to be taken in: {}", newcomer.peer().id(), sentence);
        }
    }

    @Override
    public void close() {
        done = true;
        rounds.cancel(false);
    }
}
