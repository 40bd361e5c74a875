package dev.gavel.server.desk;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Read;
import dev.gavel.raft.ReplicaStatus;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.UnconfirmedReadException;
import dev.gavel.raft.Write;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Majority;
import dev.gavel.server.config.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The one door for gRPC and HTTP. No method blocks, and no future fails. */
public final class AuctionDesk {

    private static final Logger LOG = LoggerFactory.getLogger(AuctionDesk.class);
    /** Longest command that may be an adoption: generous for one field. */
    private static final int ADOPT_BYTES_MAX = 64;
    /**
     * How long a linearizable read waits for what is due by this server's clock: a leader notices
     * within some ten milliseconds, but its clock may be behind this one.
     */
    private static final Duration OVERDUE_PATIENCE = Duration.ofMillis(300);
    private static final long OVERDUE_PAUSE_MILLIS = 5;
    /** Stands for an answer that is not given yet. */
    private static final ReadAnswer OVERDUE = new ReadAnswer(0, Bytes.EMPTY, 0);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final byte[] ADOPT = "adopt".getBytes(StandardCharsets.US_ASCII);
    private static final String NOBODY = "Say who you are: this needs a user name.";

    private final Replicator<HouseState, Event> replicator;
    private final Directory directory;
    private final ClusterBoard board;
    private final Majority majority;
    private final AdoptionDesk adoption;
    private final LeaderLine line;
    private final ScheduledExecutorService timer;
    private final Executor readers;
    private final DeskLimits limits;
    private final DeskMeter meter;

    /**
     * A desk in front of a replica.
     *
     * @param adoption says whether the house may be asked to adopt a version of its rules
     * @param line the way to the other servers
     * @param timer for pauses and deadlines; nothing on it takes long
     * @param readers where queries are answered; its refusals become {@code BUSY}
     */
    public AuctionDesk(Replicator<HouseState, Event> replicator, Directory directory,
            ClusterBoard board, Majority majority, AdoptionDesk adoption, LeaderLine line,
            ScheduledExecutorService timer, Executor readers, DeskLimits limits, DeskMeter meter) {
        this.replicator = replicator;
        this.directory = directory;
        this.board = board;
        this.majority = majority;
        this.adoption = adoption;
        this.line = line;
        this.timer = timer;
        this.readers = readers;
        this.limits = limits;
        this.meter = meter;
    }

    /** The directory of the servers. */
    public Directory directory() {
        return directory;
    }

    /** The bounds of commands that are taken in. */
    public DeskLimits limits() {
        return limits;
    }

    /** Why a command cannot even be asked; null if it can. */
    public Answer.@Nullable Refused objection(String user, int commandBytes) {
        var tooLarge = tooLarge(commandBytes);
        if (tooLarge != null) {
            return tooLarge;
        }
        if (user.isEmpty()) {
            return new Answer.Refused(Trouble.UNAUTHENTICATED, NOBODY);
        }
        if (!UserName.isValid(user)) {
            return new Answer.Refused(Trouble.BAD_COMMAND, "user: " + UserName.RULE + ".");
        }
        return null;
    }

    /** Why a message of this length cannot be asked; null if it can. */
    public Answer.@Nullable Refused tooLarge(int bytes) {
        return bytes <= limits.maxCommandBytes() ? null
                : new Answer.Refused(Trouble.TOO_LARGE, "A command has at most "
                        + limits.maxCommandBytes() + " bytes; this one has " + bytes + ".");
    }

    /**
     * Submits commands of a session that came together, on this server only. There was no
     * {@link #objection} to any of them.
     */
    public void submitAll(List<Write> commands) {
        replicator.submitAll(commands);
    }

    /** Counts a submission that took {@code nanos}, and tells how it ended. */
    public Answer answer(Submission submission, long nanos) {
        var answer = Answer.of(submission, directory);
        meter.answered(answer, nanos);
        return answer;
    }

    /** Executes a command under an idempotency key. */
    public CompletableFuture<Answer> execute(String user, String key, Bytes command,
            Forwarding forwarding, Duration within) {
        var since = System.nanoTime();
        var objection = objection(user, command.length());
        if (objection == null && !isKey(key)) {
            objection = new Answer.Refused(Trouble.BAD_COMMAND,
                    "An idempotency key has 1 to " + DeskLimits.MAX_KEY_CHARS
                            + " visible ASCII characters.");
        }
        if (objection != null) {
            meter.answered(objection, 0);
            return CompletableFuture.completedFuture(objection);
        }
        var adopt = adopt(command);
        if (adopt.isEmpty()) {
            return write(user, user, key, command, forwarding, within, since);
        }
        return adoption.objection(adopt.get().version()).thenCompose(no -> {
            if (no.isPresent()) {
                meter.answered(no.get(), System.nanoTime() - since);
                return CompletableFuture.completedFuture(no.get());
            }
            return write(user, HouseVersion.onBehalfOf(user), key, command, forwarding, within,
                    since);
        });
    }

    private CompletableFuture<Answer> write(String user, String principal, String key,
            Bytes command, Forwarding forwarding, Duration within, long since) {
        var request = new Request(new RequestId.ByKey(key), principal, command);
        var write = new LeaderLine.Write(user, key, command);
        var adopts = !principal.equals(user);
        var route = new KeyedWrite.Route(
                done -> (adopts ? strangersHere() : Optional.<Submission>empty()).ifPresentOrElse(
                        done, () -> replicator.submit(request, done)),
                (leader, time) -> line.execute(leader, write, time));
        return write(route, forwarding, within).thenApply(answer -> naming(key, answer))
                .whenComplete(
                        (answer, never) -> meter.answered(answer, System.nanoTime() - since));
    }

    /**
     * The objection if not all servers are known to know the house's secret. Under the newer rules
     * servers hear only servers that know it.
     */
    private Optional<Submission> strangersHere() {
        var strangers = replicator.status().role() == ReplicaStatus.Role.LEADER
                ? replicator.unproven()
                : List.<Integer>of();
        return strangers.isEmpty() ? Optional.empty()
                : Optional.of(new Submission.NotNow(ASK_AGAIN, "servers " + strangers
                        + " have not shown that they know the secret of the house: start those"
                        + " that are down, with this program, and see docs/OPERATING.md, the"
                        + " secret of the house"));
    }

    private static boolean names(Bytes command, byte[] word) {
        for (var i = 0; i <= command.length() - word.length; i++) {
            var from = command.offset() + i;
            if (Arrays.equals(command.array(), from, from + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The wish to adopt a version, if the command is one. Only the house itself asks for that, on
     * an operator's word: no user's command changes its version.
     */
    private static Optional<Command.Adopt> adopt(Bytes command) {
        if (command.length() > ADOPT_BYTES_MAX || !names(command, ADOPT)) {
            return Optional.empty();
        }
        var asked = MessageCodec.decodeCommand(command.array(), command.offset(), command.length());
        return asked instanceof Command.Later later && later.command() instanceof Command.Adopt wish
                ? Optional.of(wish)
                : Optional.empty();
    }

    private static Answer naming(String key, Answer answer) {
        return answer instanceof Answer.Refused no && no.trouble() == Trouble.BAD_COMMAND
                ? new Answer.Refused(Trouble.BAD_COMMAND, "The idempotency key " + key
                        + " was used before for another command; take a new one for this.")
                : answer;
    }

    /**
     * Opens a session; the reply of {@link Answer.Replied} is its name.
     *
     * @param user the only user who may use it; the empty string: anybody who knows its name, for
     *        any user
     */
    public CompletableFuture<Answer> openSession(String user, Forwarding forwarding,
            Duration within) {
        var route = new KeyedWrite.Route(done -> {
            var unused = replicator.openSession(user).thenAccept(done);
        },
                (leader, time) -> line.openSession(leader, user, time));
        return write(route, forwarding, within);
    }

    private CompletableFuture<Answer> write(KeyedWrite.Route route, Forwarding forwarding,
            Duration asked) {
        var within = asked.compareTo(limits.requestTimeout()) < 0 ? asked : limits.requestTimeout();
        if (forwarding == Forwarding.NEVER && majority.isGone()) {
            return CompletableFuture.completedFuture(nobodyLeads(Duration.ZERO));
        }
        if (forwarding == Forwarding.NEVER) {
            var done = new CompletableFuture<Answer>();
            route.here().accept(submission -> done.complete(Answer.of(submission, directory)));
            return done.completeOnTimeout(KeyedWrite.unknown(directory.self().id(), within),
                    within.toNanos(), TimeUnit.NANOSECONDS);
        }
        return new KeyedWrite(route, directory, timer, within, this::nobodyLeads, this::leader,
                majority::isGone).start();
    }

    private Answer nobodyLeads(Duration tried) {
        return KeyedWrite.nobodyLeads(directory.self().id(), board.view(), tried);
    }

    /** Reads within the time that a read usually has. */
    public CompletableFuture<ReadAnswer> query(Query query, Consistency consistency,
            Optional<UserName> by) {
        return query(query, consistency, by, limits.readPatience());
    }

    /**
     * Reads, on this server; {@code within} bounds the wait for a majority. If the auction that is
     * asked about should have closed by now, a linearizable read waits a moment for the entry that
     * says so.
     */
    public CompletableFuture<ReadAnswer> query(Query query, Consistency consistency,
            Optional<UserName> by, Duration within) {
        var until = System.nanoTime() + OVERDUE_PATIENCE.toNanos();
        return query(query, consistency, by, within, until);
    }

    private CompletableFuture<ReadAnswer> query(Query query, Consistency consistency,
            Optional<UserName> by, Duration within, long until) {
        return once(query, consistency, by, within, until).thenCompose(answer -> {
            if (answer.status() != OVERDUE.status()) {
                return CompletableFuture.completedFuture(answer);
            }
            var pause = new CompletableFuture<@Nullable Void>();
            var unused = timer.schedule(() -> pause.complete(null), OVERDUE_PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
            return pause
                    .thenCompose(paused -> query(query, consistency, by, within, until));
        });
    }

    /** The answer, or {@link #OVERDUE} for another try. */
    private CompletableFuture<ReadAnswer> once(Query query, Consistency consistency,
            Optional<UserName> by, Duration within, long until) {
        return read(consistency, within, read -> {
            var now = Instant.ofEpochMilli(
                    Math.max(read.timeMillis(), System.currentTimeMillis()));
            if (consistency == Consistency.LINEARIZABLE && System.nanoTime() - until < 0
                    && Queries.isOverdue(read.state(), query, now)) {
                return OVERDUE;
            }
            var answer = Queries.answer(read.state(), query, by, read.at().index(), now);
            return new ReadAnswer(answer.status(), Bytes.of(answer.json()), read.at().index());
        });
    }

    /** The outcome first given to {@code user} under this key, or 404. */
    public CompletableFuture<ReadAnswer> firstAnswer(String user, String key,
            Consistency consistency) {
        var objection = objection(user, 0);
        if (objection != null) {
            return CompletableFuture.completedFuture(new ReadAnswer(
                    objection.trouble() == Trouble.UNAUTHENTICATED ? 401 : 400, objection.json(),
                    appliedIndex()));
        }
        return read(consistency, limits.readPatience(), read -> {
            var found = isKey(key) ? firstAnswer(read, new RequestId.ByKey(key), user)
                    : Optional.<Reply>empty();
            return found.map(reply -> new ReadAnswer(200, reply.bytes(), read.at().index()))
                    .orElseGet(() -> new ReadAnswer(404, OutcomeJson.of(Trouble.NOT_FOUND,
                            "No answer was given to " + user
                                    + " under this key, or it is no longer remembered."),
                            read.at().index()));
        });
    }

    /**
     * The first answer to the user's own command, or to one that the house gave on behalf of the
     * user.
     */
    private static Optional<Reply> firstAnswer(Read<HouseState> read, RequestId.ByKey id,
            String user) {
        var answers = read.answers();
        return answers.firstAnswer(id, user)
                .or(() -> answers.firstAnswer(id, HouseVersion.onBehalfOf(user)));
    }

    private CompletableFuture<ReadAnswer> read(Consistency consistency, Duration asked,
            Function<Read<HouseState>, ReadAnswer> answer) {
        var patience = majority.isGone() ? limits.readInVain() : limits.readPatience();
        var within = asked.compareTo(patience) < 0 ? asked : patience;
        try {
            return replicator.read(consistency)
                    .orTimeout(within.toNanos(), TimeUnit.NANOSECONDS)
                    .thenApplyAsync(answer, readers)
                    .exceptionally(failure -> readFailed(failure, within));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(readFailed(e, within));
        }
    }

    private ReadAnswer readFailed(Throwable failure, Duration within) {
        var cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return switch (cause) {
            case UnconfirmedReadException late -> unconfirmed(within);
            case TimeoutException late -> unconfirmed(within);
            case RejectedExecutionException full ->
                failed(429, Trouble.BUSY, "Too many reads wait on this server; ask again.");
            default -> {
                LOG.error("a read failed", cause);
                yield failed(500, Trouble.INTERNAL, "This server met a bug while it read; its log"
                        + " says more.");
            }
        };
    }

    /**
     * The answer to a read that was not confirmed. It says that a majority is gone only if that is
     * known; an election takes its time as well.
     */
    private ReadAnswer unconfirmed(Duration within) {
        return majority.isGone()
                ? failed(503, Trouble.NO_MAJORITY,
                        "No majority of the servers is up to confirm the read.")
                : failed(503, Trouble.NO_LEADER,
                        "No leader confirmed the read within " + within.toMillis()
                                + " ms; one may be being elected.");
    }

    private ReadAnswer failed(int status, Trouble trouble, String sentence) {
        return new ReadAnswer(status, OutcomeJson.of(trouble, sentence), appliedIndex());
    }

    /** Highest index this server has applied. */
    public long appliedIndex() {
        return replicator.status().appliedIndex();
    }

    /**
     * The index up to which a majority has come. Once this completes, all of it is applied here.
     * Fails while no majority confirms it.
     */
    public CompletableFuture<Long> confirmedIndex() {
        return replicator.read(Consistency.LINEARIZABLE)
                .orTimeout(limits.readPatience().toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(read -> read.at().index());
    }

    /** The leader this server knows; empty while it knows none. */
    public Optional<ServerAddress> leader() {
        return replicator.status().leader().flatMap(directory::server);
    }

    /** Whether this server leads, as far as it knows. */
    public boolean leads() {
        return leader().map(leader -> leader.id() == directory.self().id()).orElse(false);
    }

    /** Whether {@code key} may name a call. */
    public static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= DeskLimits.MAX_KEY_CHARS
                && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
