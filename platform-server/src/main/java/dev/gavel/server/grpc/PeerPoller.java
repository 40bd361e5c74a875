package dev.gavel.server.grpc;

import dev.gavel.server.cluster.ClockOffset;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.RemovalWatch;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.Directory;
import dev.gavel.wire.v1.ClusterReply;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks every other server once a second how it stands, and writes it on the board. A server that
 * has not answered in time is written down as silent; a later answer counts from when it comes. If
 * the line to a server breaks, the server is asked at once. So a server that died is known to be
 * gone before the next round.
 */
public final class PeerPoller implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofMillis(900);
    private static final Duration AT_THE_LATEST = Duration.ofSeconds(3);

    private final PeerLines lines;
    private final Directory directory;
    private final ClusterBoard board;
    private final RemovalWatch removal;
    private final Clock clock;
    private final ScheduledFuture<?> rounds;
    /** Whether this server is stopping, and says nothing of others any more. */
    private volatile boolean closed;
    /**
     * When each server was last asked because of a broken line, by id. A server whose line breaks
     * on and on is not asked on and on.
     */
    private final Map<Integer, Long> askedEarly = new ConcurrentHashMap<>();

    /** Starts asking; {@code timer} is only used to set off the questions. */
    public PeerPoller(PeerLines lines, Directory directory, ClusterBoard board,
            RemovalWatch removal,
            Clock clock, ScheduledExecutorService timer) {
        this.lines = lines;
        this.directory = directory;
        this.board = board;
        this.removal = removal;
        this.clock = clock;
        lines.whenLost(address -> {
            try {
                timer.execute(() -> lost(address));
            } catch (RejectedExecutionException e) {
                // this server is closing, and asks nobody any more
            }
        });
        this.rounds = timer.scheduleWithFixedDelay(this::round, 0, EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Asks them now, besides the rounds.
     *
     * @return whether most of them answered, once each has answered or failed to, which takes some
     *         seconds at most; it never fails
     */
    public CompletableFuture<Boolean> askAll() {
        removal.look();
        lines.keepOnly(directory.servers());
        var answers = directory.servers()
                .stream()
                .filter(server -> server.id() != directory.self().id())
                .map(this::ask)
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().filter(CompletableFuture::join).count()
                        * 2 > answers
                                .size());
    }

    private void round() {
        var unused = askAll();
    }

    private void lost(String address) {
        if (closed) {
            return; // it was this server that let it go
        }
        var now = System.nanoTime();
        directory.servers()
                .stream()
                .filter(server -> server.client().equals(address)
                        && server.id() != directory.self().id())
                .filter(server -> now - askedEarly.getOrDefault(server.id(),
                        now - EVERY.toNanos()) >= EVERY.toNanos())
                .forEach(server -> {
                    askedEarly.put(server.id(), now);
                    var unused = ask(server);
                });
    }

    /** Asks one, and says whether it answered, soon or late; the answer never fails. */
    private CompletableFuture<Boolean> ask(ServerAddress peer) {
        var sentMillis = clock.millis();
        var sentNanos = System.nanoTime();
        var answer = lines.standing(peer.client(), AT_THE_LATEST)
                .thenApply(reply -> note(peer, reply, sentMillis, millisSince(sentNanos)));
        var unused = answer.copy()
                .orTimeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(lateOrFailed -> false)
                .thenAccept(told -> {
                    if (!told && !closed) {
                        board.silent(peer.id());
                        lines.retryNow(peer);
                    }
                });
        return answer.exceptionally(failed -> false);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** Whether it was the peer's answer. */
    private boolean note(ServerAddress peer, ClusterReply reply, long sentMillis,
            long roundTripMillis) {
        if (reply.getServersCount() != 1
                || reply.getServers(0).getId() != peer.id()
                || !reply.getHouse().equals(board.house())) {
            return false;
        }
        removal.heard(reply.getMembersIndex(), reply.getMemberIdsList());
        var row = reply.getServers(0);
        board.heard(Rows.standing(row),
                ClockOffset.measured(sentMillis, roundTripMillis, row.getClockMillis()));
        return true;
    }

    @Override
    public void close() {
        closed = true;
        rounds.cancel(false);
    }
}
