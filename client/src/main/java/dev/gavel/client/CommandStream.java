package dev.gavel.client;

import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration TICK = Duration.ofMillis(100);
    /** A server that owes answers and is silent for so many attempts is left. */
    private static final int SILENT_ATTEMPTS = 2;
    private static final Duration LEAST_SEARCH = Duration.ofMillis(50);

    private enum Phase {
        IDLE, SEEKING, OPEN, CLOSED
    }

    /** What is to be told once the lock is let go. */
    private record Verdict(AnswerHandler handler, long tag, Outcome outcome) {}

    private final ClientConfig config;
    private final ClientConfig.StreamLimits limits;
    private final Roster roster;
    private final LeaderSeeker seeker;
    private final ClientTimer timer;
    private final Consumer<CommandStream> whenClosed;
    private final long startedAt = System.nanoTime();
    private final SubmitCall.Listener listener = new Incoming();

    /** Guards all below. Held for short, and never while a handler runs. */
    private final ReentrantLock lock = new ReentrantLock();
    private final FrameWriter writer = new FrameWriter();
    private final FramesUnderWay frames;
    private PendingCommands pending = new PendingCommands();
    private Phase phase = Phase.IDLE;
    private @Nullable String session;
    private boolean sessionForgotten;
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

    CommandStream(ClientConfig config, Roster roster, LeaderSeeker seeker, ClientTimer timer,
            Consumer<CommandStream> whenClosed) {
        this.config = config;
        this.limits = config.stream();
        this.roster = roster;
        this.seeker = seeker;
        this.timer = timer;
        this.whenClosed = whenClosed;
        this.frames = new FramesUnderWay(limits.framesUnderWay());
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
            if (pending.span() >= (long) limits.window() + limits.waiting()) {
                return false;
            }
            if (!ticking) {
                startTicking();
            }
            pending.add(user, command, tag, handler, now);
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
            return pending.span();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what may be sent now; finds a server first if there is none. Lock held. */
    private void flush() {
        if (phase == Phase.IDLE && pending.span() > 0) {
            phase = Phase.SEEKING;
            timer.after(Duration.ZERO, this::seek);
        }
        if (phase != Phase.OPEN || pausing || call == null) {
            return;
        }
        if (sessionForgotten && pending.oldest() == pending.unsent()) {
            beginNewSession(call);
            return;
        }
        while (hasSendable() && frames.hasRoom() && call.isReady()) {
            call.send(nextFrame(Integer.MAX_VALUE));
        }
    }

    private boolean hasSendable() {
        return pending.again() > 0
                || (pending.unsent() < pending.next() && mayBeFirstSent(pending.unsent()));
    }

    private boolean mayBeFirstSent(long seq) {
        return !sessionForgotten && seq - pending.oldest() < limits.window();
    }

    /** What is to be sent again, in order, then what was never sent. Lock held. */
    private byte[] nextFrame(int mostCommands) {
        if (pending.sent() == 0) {
            now = millis();
            heardAt = now;
        }
        var first = pending.again() > 0 ? pending.oldest() : pending.unsent();
        writer.begin(session == null ? "" : session, pending.oldest());
        for (var seq = pending.oldest(); pending.again() > 0 && hasRoom(mostCommands); seq++) {
            if (pending.isToBeSentAgain(seq)) {
                write(seq);
            }
        }
        for (var seq = pending.unsent(); seq < pending.next() && mayBeFirstSent(seq)
                && hasRoom(mostCommands); seq++) {
            write(seq);
        }
        frames.add(first);
        return writer.toBytes();
    }

    private boolean hasRoom(int mostCommands) {
        return writer.commands() < mostCommands && writer.length() < limits.frameBytes();
    }

    private void write(long seq) {
        writer.add(seq, pending.user(seq), pending.command(seq));
        pending.wasSent(seq);
    }

    /** The house forgot the session: what it never saw goes into a new one. Lock held. */
    private void beginNewSession(SubmitCall former) {
        pending = pending.renumbered();
        session = null;
        sessionForgotten = false;
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
            var waited = pending.span() == 0 ? 0 : now - pending.offeredAt(pending.oldest());
            left = config.deadline().minusMillis(waited);
        } finally {
            lock.unlock();
        }
        var unused = seeker.seek(this::tryServer,
                left.compareTo(LEAST_SEARCH) < 0 ? LEAST_SEARCH : left).thenAccept(this::sought);
    }

    private void tryServer(ServerConnection server, Duration timeout,
            Consumer<Attempt<SubmitCall>> whenDone) {
        lock.lock();
        try {
            if (session != null) {
                begin(server, timeout, whenDone);
                return;
            }
        } finally {
            lock.unlock();
        }
        server.ask(GavelGrpc.getOpenSessionMethod(), OpenSessionRequest.getDefaultInstance(),
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
            session = opened;
            begin(server, timeout, whenDone);
        } finally {
            lock.unlock();
        }
    }

    /** Opens a stream and sends a first, short frame on it. Lock held. */
    private void begin(ServerConnection server, Duration timeout,
            Consumer<Attempt<SubmitCall>> whenDone) {
        if (phase != Phase.SEEKING || pending.span() == 0) {
            whenDone.accept(new Attempt.Refused<>(Outcome.UNKNOWN, "nothing is left to send"));
            return;
        }
        var opened = new SubmitCall(server, listener);
        call = opened;
        probe = whenDone;
        frames.clear();
        pending.sendAllAgain();
        opened.start();
        if (call == opened) {
            opened.send(nextFrame(PROBE_COMMANDS));
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
        var verdicts = new ArrayList<Verdict>();
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
                    giveUpAll(verdicts, Outcome.refused(code, why));
                }
            }
        } finally {
            lock.unlock();
        }
        tell(verdicts);
    }

    private void stopSeeking() {
        if (phase == Phase.SEEKING) {
            phase = Phase.IDLE;
        }
    }

    private void startTicking() {
        ticking = true;
        now = millis();
        timer.after(TICK, this::tick);
    }

    /** Gives up what has waited for too long, and a server that owes answers and is silent. */
    private void tick() {
        var verdicts = new ArrayList<Verdict>();
        SubmitCall silent = null;
        lock.lock();
        try {
            now = millis();
            giveUpOldOnes(verdicts);
            if (phase == Phase.OPEN && pending.sent() > 0
                    && now - heardAt > SILENT_ATTEMPTS * config.attemptTimeout().toMillis()) {
                silent = call;
            }
            ticking = pending.span() > 0 && phase != Phase.CLOSED;
            if (ticking) {
                timer.after(TICK, this::tick);
            }
            if (!verdicts.isEmpty()) {
                flush(); // the window has moved
            }
        } finally {
            lock.unlock();
        }
        tell(verdicts);
        if (silent != null) {
            silent.abandon(new Attempt.Silent<>("no answer in time"));
        }
    }

    private void giveUpOldOnes(List<Verdict> verdicts) {
        while (pending.span() > 0 && now - pending.offeredAt(pending.oldest()) >= config.deadline()
                .toMillis()) {
            giveUpOldest(verdicts, Outcome.exception(Outcome.NO_LEADER, "not sent: " + trouble));
        }
    }

    private void giveUpAll(List<Verdict> verdicts, Outcome whereNeverSent) {
        while (pending.span() > 0) {
            giveUpOldest(verdicts, whereNeverSent);
        }
    }

    private void giveUpOldest(List<Verdict> verdicts, Outcome whereNeverSent) {
        var seq = pending.oldest();
        var tag = pending.tag(seq);
        var outcome = seq < pending.unsent()
                ? Outcome.exception(Outcome.UNKNOWN, "the outcome is unknown: " + trouble)
                : whereNeverSent;
        var handler = pending.remove(seq);
        if (handler != null) {
            verdicts.add(new Verdict(handler, tag, outcome));
        }
    }

    private static void tell(List<Verdict> verdicts) {
        for (var verdict : verdicts) {
            var json = verdict.outcome().json().toBytes();
            Handling.tell(verdict.handler(), verdict.tag(), json, 0, json.length);
        }
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
        var verdicts = new ArrayList<Verdict>();
        SubmitCall open;
        lock.lock();
        try {
            phase = Phase.CLOSED;
            trouble = "the client closed the stream";
            giveUpAll(verdicts, Outcome.exception(Outcome.NO_LEADER, "not sent: " + trouble));
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
        tell(verdicts);
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
                take(replies);
                told = replies.fromLeader() ? probe : null;
                if (told != null) {
                    probe = null;
                    phase = Phase.OPEN;
                    roster.leads(from.server());
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

        /** Sorts the outcomes of a frame: to be told, or to be sent again. Lock held. */
        private void take(Replies replies) {
            var pauseMillis = 0;
            for (var i = 0; i < replies.count(); i++) {
                var seq = replies.seq(i);
                frames.heardOf(seq);
                switch (replies.disposition(i)) {
                    case FrameReader.ANSWERED -> {
                        sessionForgotten |= replies.saysForgotten(i);
                        var tag = pending.tag(seq);
                        replies.willTell(i, pending.remove(seq), tag);
                    }
                    case FrameReader.BUSY -> {
                        pending.sendAgain(seq);
                        pauseMillis = Math.max(pauseMillis, 1 + replies.retryAfterMillis(i));
                    }
                    default -> pending.sendAgain(seq);
                }
            }
            if (pending.sent() == 0) {
                frames.clear();
            }
            if (pauseMillis > 0) {
                resumeAfter(pauseMillis);
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
                frames.clear();
                pending.sendAllAgain();
                told = probe;
                probe = null;
                if (told == null) {
                    leave(from.server(), how);
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

        private void leave(ServerAddress server, Attempt<SubmitCall> how) {
            switch (how) {
                case Attempt.Silent<SubmitCall> silent -> roster.failed(server);
                case Attempt.Unreachable<SubmitCall> unreachable -> roster.failed(server);
                case Attempt.NotLeader<SubmitCall>(var leader) -> leader.ifPresent(named -> {
                    roster.learn(named);
                    roster.leads(named);
                });
                default -> {
                }
            }
        }
    }
}
