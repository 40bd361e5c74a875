package dev.gavel.client;

import dev.gavel.client.hunt.Pauses;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Many commands under way at a time, over one stream to whichever server leads. Each command has a
 * number within a session, so that it can be sent again after a fail-over and has one effect.
 *
 * <p>What is offered while earlier frames are under way fills the next one: no timer waits for more
 * work, and a busy stream sends large frames. Commands reach the house in the order offered, except
 * that one which the house was too busy to take comes after those that followed it.
 *
 * <p>Safe for use by many threads; it is quickest to offer from within the handler.
 *
 * @see "docs/adr/0031-sessions-on-the-client.md"
 */
public final class CommandStream implements AutoCloseable {

    /** Commands sent to a server before it has shown that it leads. */
    private static final int PROBE_COMMANDS = 64;
    private static final long SHORTEST_TICK_MILLIS = 100;
    private static final long LONGEST_TICK_MILLIS = 1_000;
    /** The clock of a stream stands still between ticks: a wait ends by a tick too soon or too late. */
    private static final int TICKS_PER_WAIT = 10;

    private enum Phase {
        IDLE, SEEKING, OPEN, CLOSED
    }

    private final ClientConfig config;
    /** Asks for its session. */
    private final OpenSessionRequest opening;
    private final LeaderSeeker seeker;
    private final ClientTimer timer;
    private final Consumer<CommandStream> whenClosed;
    private final Duration tick;
    private final long startedAt = System.nanoTime();
    private final SubmitCall.Listener listener = new Incoming();

    /** Guards all below. Held for short, and never while a handler runs. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Outbox outbox;
    private Phase phase = Phase.IDLE;
    private @Nullable SubmitCall call;
    /** Told how the try of {@link #call} ended, until its server has shown that it leads. */
    private @Nullable Consumer<Attempt<SubmitCall>> probe;
    private int handling;
    private boolean pausing;
    private boolean ticking;
    private String trouble = "no answer in time";
    /** Milliseconds since {@link #startedAt}, brought up to date with each tick and frame. */
    private int now;
    private int heardAt;

    CommandStream(ClientConfig config, String user, LeaderSeeker seeker,
            ClientTimer timer, Consumer<CommandStream> whenClosed) {
        this.config = config;
        this.opening = OpenSessionRequest.newBuilder().setUser(user).build();
        this.seeker = seeker;
        this.timer = timer;
        this.whenClosed = whenClosed;
        this.tick = tick(config);
        this.outbox = new Outbox(config.stream());
    }

    /**
     * Takes on a command, unless too many have no answer yet.
     *
     * @param user who asks, in UTF-8; believed in {@code open} mode
     * @param command JSON in UTF-8, at most {@link AuctionClient#MAX_COMMAND_BYTES}; neither array is
     *        copied, so both are to be left alone until the answer
     * @param tag handed back with the answer
     * @return false when {@code window + waiting} commands have no answer: the caller is to wait
     * @throws IllegalStateException if the stream is closed
     */
    public boolean offer(byte[] user, byte[] command, long tag, AnswerHandler handler) {
        if (command.length > AuctionClient.MAX_COMMAND_BYTES) {
            throw new IllegalArgumentException("the command has " + command.length
                    + " bytes; at most " + AuctionClient.MAX_COMMAND_BYTES + " are allowed");
        }
        lock.lock();
        try {
            if (phase == Phase.CLOSED) {
                throw new IllegalStateException("the stream is closed");
            }
            if (outbox.isFull()) {
                return false;
            }
            if (!ticking) {
                startTicking();
            }
            outbox.pending().add(user, command, tag, handler, now);
            if (handling == 0) {
                flush();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #offer}, for those who want an outcome; it says {@code BUSY} where that is false. */
    public CompletableFuture<Outcome> execute(String user, JsonObject command) {
        var outcome = new CompletableFuture<Outcome>();
        var taken = offer(user.getBytes(StandardCharsets.UTF_8), command.toBytes(), 0, (tag,
                array, offset, length) -> outcome.complete(Outcome.parse(array, offset, length)));
        if (!taken) {
            outcome.complete(
                    Outcome.exception(Outcome.BUSY, "too many commands have no answer yet"));
        }
        return outcome;
    }

    /** Commands that have no answer yet. */
    public long outstanding() {
        lock.lock();
        try {
            return outbox.pending().span();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what may be sent now; finds a server first if there is none. Lock held. */
    private void flush() {
        if (phase == Phase.IDLE && !outbox.isEmpty()) {
            phase = Phase.SEEKING;
            timer.after(Duration.ZERO, this::seek);
        }
        if (phase != Phase.OPEN || pausing || call == null) {
            return;
        }
        if (outbox.needsNewSession()) {
            beginNewSession(call);
            return;
        }
        while (outbox.hasFrame() && call.isReady()) {
            send(call, Integer.MAX_VALUE);
        }
    }

    private void send(SubmitCall to, int mostCommands) {
        if (outbox.pending().sent() == 0) {
            now = millis();
            heardAt = now;
        }
        to.send(outbox.nextFrame(mostCommands));
    }

    /** The house forgot the session: what it never saw goes into a new one. Lock held. */
    private void beginNewSession(SubmitCall former) {
        outbox.renumber();
        call = null;
        phase = Phase.IDLE;
        timer.after(Duration.ZERO,
                () -> former.abandon(new Attempt.Undecided<>("the session is forgotten")));
        flush();
    }

    private void seek() {
        Duration left;
        lock.lock();
        try {
            if (phase != Phase.SEEKING) {
                return;
            }
            now = millis();
            var pending = outbox.pending();
            var waited = outbox.isEmpty() ? 0 : now - pending.offeredAt(pending.oldest());
            left = config.deadline().minusMillis(waited);
        } finally {
            lock.unlock();
        }
        var unused = seeker.seek(this::tryServer,
                new TimeLeft(left.compareTo(Pauses.LEAST_SEARCH) < 0 ? Pauses.LEAST_SEARCH : left))
                .thenAccept(this::sought);
    }

    private void tryServer(ServerConnection server, Duration timeout,
            Consumer<Attempt<SubmitCall>> whenDone) {
        lock.lock();
        try {
            if (outbox.hasSession()) {
                begin(server, timeout, whenDone);
                return;
            }
        } finally {
            lock.unlock();
        }
        server.ask(GavelGrpc.getOpenSessionMethod(), opening,
                timeout, attempt -> {
                    if (attempt instanceof Attempt.Answered<?>(var reply)) {
                        beginWith(((dev.gavel.wire.v1.OpenSessionReply) reply).getClient(), server,
                                timeout, whenDone);
                    } else {
                        whenDone.accept(attempt.otherThanAnswered());
                    }
                });
    }

    private void beginWith(String opened, ServerConnection server, Duration timeout,
            Consumer<Attempt<SubmitCall>> whenDone) {
        lock.lock();
        try {
            outbox.session(opened);
            begin(server, timeout, whenDone);
        } finally {
            lock.unlock();
        }
    }

    /** Opens a stream and sends a first, short frame on it. Lock held. */
    private void begin(ServerConnection server, Duration timeout,
            Consumer<Attempt<SubmitCall>> whenDone) {
        if (phase != Phase.SEEKING || outbox.isEmpty()) {
            whenDone.accept(new Attempt.Refused<>(Outcome.UNKNOWN, "nothing is left to send"));
            return;
        }
        var opened = new SubmitCall(server, timeout, listener);
        call = opened;
        probe = whenDone;
        outbox.sendAllAgain();
        opened.start();
        if (call == opened) {
            send(opened, PROBE_COMMANDS);
            timer.after(timeout, () -> giveUpProbe(opened));
        }
    }

    private void giveUpProbe(SubmitCall opened) {
        lock.lock();
        try {
            if (call != opened || probe == null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        opened.abandon(new Attempt.Silent<>("no answer in time"));
    }

    private void sought(Found<SubmitCall> found) {
        var verdicts = new Verdicts();
        lock.lock();
        try {
            now = millis();
            switch (found) {
                case Found.Answer<SubmitCall> answer -> {
                }
                case Found.GaveUp<SubmitCall> gaveUp -> {
                    trouble = gaveUp.why();
                    stopSeeking();
                    giveUpOldOnes(verdicts);
                    flush();
                }
                case Found.Refused<SubmitCall>(var code, var why) -> {
                    trouble = why;
                    stopSeeking();
                    verdicts.giveUpAll(outbox.pending(), Outcome.refused(code, why), trouble);
                }
            }
        } finally {
            lock.unlock();
        }
        verdicts.tell();
    }

    private void stopSeeking() {
        if (phase == Phase.SEEKING) {
            phase = Phase.IDLE;
        }
    }

    private static long silentMillis(ClientConfig config) {
        return Pauses.STREAM_SILENT_ATTEMPTS * config.attemptTimeout().toMillis();
    }

    /** How often a stream looks at what it waits for: a program may have thousands of streams. */
    private static Duration tick(ClientConfig config) {
        var shortest = Math.min(config.deadline().toMillis(), silentMillis(config));
        return Duration.ofMillis(Math.clamp(shortest / TICKS_PER_WAIT, SHORTEST_TICK_MILLIS,
                LONGEST_TICK_MILLIS));
    }

    private void startTicking() {
        ticking = true;
        now = millis();
        timer.after(tick, this::tick);
    }

    /** Gives up what has waited for too long, and a server that owes answers and is silent. */
    private void tick() {
        var verdicts = new Verdicts();
        SubmitCall silent = null;
        lock.lock();
        try {
            now = millis();
            giveUpOldOnes(verdicts);
            if (phase == Phase.OPEN && outbox.pending().sent() > 0
                    && now - heardAt > silentMillis(config)) {
                silent = call;
            }
            ticking = !outbox.isEmpty() && phase != Phase.CLOSED;
            if (ticking) {
                timer.after(tick, this::tick);
            }
            if (!verdicts.isEmpty()) {
                flush(); // the window has moved
            }
        } finally {
            lock.unlock();
        }
        verdicts.tell();
        if (silent != null) {
            silent.abandon(new Attempt.Silent<>("no answer in time"));
        }
    }

    private void giveUpOldOnes(Verdicts verdicts) {
        verdicts.giveUpUntil(now - config.deadline().toMillis(), outbox.pending(), trouble);
    }

    private int millis() {
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
    }

    private void resumeAfter(int pauseMillis) {
        if (pausing) {
            return;
        }
        pausing = true;
        timer.after(Duration.ofMillis(pauseMillis), () -> {
            lock.lock();
            try {
                pausing = false;
                flush();
            } finally {
                lock.unlock();
            }
        });
    }

    /** Ends at once: what has no answer yet is told that its outcome is unknown, or was not sent. */
    @Override
    public void close() {
        var verdicts = new Verdicts();
        SubmitCall open;
        lock.lock();
        try {
            phase = Phase.CLOSED;
            trouble = "the client closed the stream";
            verdicts.giveUpAll(outbox.pending(), trouble);
            open = call;
            call = null;
            probe = null;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.abandon(new Attempt.Undecided<>("closed"));
        }
        whenClosed.accept(this);
        verdicts.tell();
    }

    /** What servers say. Called on the network's thread. */
    private final class Incoming implements SubmitCall.Listener {

        @Override
        public void frame(SubmitCall from, Replies replies) {
            Consumer<Attempt<SubmitCall>> told;
            lock.lock();
            try {
                if (from != call) {
                    return;
                }
                now = millis();
                heardAt = now;
                var pauseMillis = outbox.take(replies);
                if (pauseMillis > 0) {
                    resumeAfter(pauseMillis);
                }
                told = replies.fromLeader() ? probe : null;
                if (told != null) {
                    probe = null;
                    phase = Phase.OPEN;
                    seeker.leads(from.server());
                }
                handling++;
            } finally {
                lock.unlock();
            }
            replies.tellHandlers();
            lock.lock();
            try {
                handling--;
                if (handling == 0) {
                    flush();
                }
            } finally {
                lock.unlock();
            }
            if (told != null) {
                told.accept(new Attempt.Answered<>(from));
            }
            if (replies.saysNotLeader()) {
                from.abandon(new Attempt.NotLeader<>(replies.leader()));
            } else if (replies.saysUnknown()) {
                from.abandon(new Attempt.Undecided<>("it lost touch with the majority"));
            }
        }

        @Override
        public void ready(SubmitCall from) {
            lock.lock();
            try {
                if (from == call && handling == 0) {
                    flush();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void ended(SubmitCall from, Attempt<SubmitCall> how) {
            Consumer<Attempt<SubmitCall>> told;
            lock.lock();
            try {
                if (from != call) {
                    return;
                }
                call = null;
                outbox.sendAllAgain();
                told = probe;
                probe = null;
                if (told == null) {
                    seeker.left(from.server(), how);
                    phase = Phase.IDLE;
                    flush();
                }
            } finally {
                lock.unlock();
            }
            if (told != null) {
                told.accept(how);
            }
        }
    }
}
