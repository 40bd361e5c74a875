package dev.gavel.raft.log;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Peer;
import dev.gavel.raft.QueueLengths;
import dev.gavel.raft.ReplicaConfig.Packing;
import dev.gavel.raft.ReplicaConfig.Tuning;
import dev.gavel.raft.Submission;
import dev.gavel.raft.Write;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.Envelope.Item;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Packs waiting commands into entries of the log. An entry costs nearly the same for one command as
 * for a thousand. So commands wait a short time for one another, by one rule:
 * <ul>
 * <li>If no entry is under way and as many commands wait as there were lately, the next entry goes
 * at once. Then everybody who was answered has sent the next command. A client that is alone waits
 * for nobody.
 * <li>Otherwise an entry goes one interval after the last one with commands.
 * </ul>
 *
 * <p>Commands, bytes, entries under way and the queue have bounds. A command beyond them is
 * answered {@link Submission.Busy}. One thread at a time proposes entries, so commands are logged
 * in the order in which they came.
 *
 * @see "docs/adr/0076-one-interval.md; docs/SPEED.md"
 */
public final class GroupCommit {

    /** Proposes entries whose interval is over. */
    private static final ScheduledExecutorService TIMER = Executors
            .newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("group-commit").unstarted(task));

    /** The log that entries go into. */
    public interface Log {

        /**
         * Proposes an entry. Once the entry is applied, {@link GroupCommit#applied} has to be
         * called with {@code number}. If it is not known to be applied, {@code ifNot} has to be
         * told how the entry stands.
         */
        void propose(long number, Bytes entry, Consumer<NotCommitted> ifNot);
    }

    /** Why an entry was not seen to be committed. */
    public sealed interface NotCommitted {

        /** Certainly not logged: this replica does not lead. */
        record NotLeader(Optional<Peer> leader) implements NotCommitted {}

        /** Certainly not logged: not now. */
        record NotNow(String why) implements NotCommitted {}

        /** May or may not be logged. */
        record Unknown(String why) implements NotCommitted {}
    }

    private record Waiting(Item item, int size, Consumer<Submission> whenDone, long sinceNanos) {}

    private record UnderWay(List<Waiting> batch, long sinceNanos) {}

    /**
     * If an entry finds fewer commands than the crowd, the crowd shrinks by this part of the
     * difference.
     */
    private static final int SHRINKS_BY = 8;
    private static final Duration RETRY_SOON = Duration.ofMillis(50);

    private final Log log;
    private final Tuning tuning;
    private final Packing packing;
    /**
     * Time between two entries with commands, in nanoseconds; not kept if all commands are back.
     */
    private final long interval;
    private final Clock clock;
    private final Supplier<DigestCheck> digest;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentHashMap<Long, UnderWay> underWay = new ConcurrentHashMap<>();

    private final Object lock = new Object();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long bytesWaiting;
    private int entriesUnderWay;
    private boolean proposing;
    private boolean waking;
    /** When the last entry with commands was proposed. */
    private long lastEntryNanos;
    private int commandsUnderWay;
    /** Commands that were waiting and under way lately, when an entry was proposed. */
    private int crowd;
    private boolean pulseWanted;
    private boolean comparisonWanted;
    private volatile long lastStampMillis;
    private volatile long lastCheckNanos = System.nanoTime();

    /**
     * Packs for {@code log}.
     *
     * @param digest the present running digest, proposed at intervals for the others to compare
     */
    public GroupCommit(Log log, Tuning tuning, Clock clock, Supplier<DigestCheck> digest) {
        this.log = log;
        this.tuning = tuning;
        this.packing = tuning.packing();
        this.interval = tuning.packing().interval().toNanos();
        this.lastEntryNanos = System.nanoTime() - interval;
        this.clock = clock;
        this.digest = digest;
    }

    /** Takes a command in; {@code whenDone} is told once how the command ended. */
    public void submit(Item item, Consumer<Submission> whenDone) {
        boolean taken;
        synchronized (lock) {
            taken = enqueue(item, whenDone, System.nanoTime());
        }
        if (!taken) {
            whenDone.accept(tooMany());
            return;
        }
        propose();
    }

    /**
     * Takes commands in that came together. Those beyond the bounds are told that too many wait.
     */
    public void submitAll(List<Write> writes) {
        var taken = 0;
        synchronized (lock) {
            var now = System.nanoTime();
            while (taken < writes.size() && enqueue(new Item.Command(writes.get(taken).request()),
                    writes.get(taken).whenDone(), now)) {
                taken++;
            }
        }
        for (var rest : writes.subList(taken, writes.size())) {
            rest.whenDone().accept(tooMany());
        }
        propose();
    }

    /** Puts a command at the end of the queue, if there is room. Lock held. */
    private boolean enqueue(Item item, Consumer<Submission> whenDone, long now) {
        var size = switch (item) {
            case Item.Command command -> EnvelopeCodec.sizeOf(command.request());
            case Item.OpenSession wish -> EnvelopeCodec.sizeOf(wish);
        };
        if (queue.size() >= packing.maxCommandsWaiting()
                || bytesWaiting + size > packing.maxBytesWaiting()) {
            return false;
        }
        queue.add(new Waiting(item, size, whenDone, now));
        bytesWaiting += size;
        return true;
    }

    private static Submission tooMany() {
        return new Submission.Busy(RETRY_SOON, "too many commands are waiting");
    }

    /**
     * Asks for an entry without commands, so that time passes. However often it is called, one
     * entry is enough.
     */
    public void pulse() {
        synchronized (lock) {
            if (entriesUnderWay > 0) {
                return;
            }
            pulseWanted = true;
        }
        propose();
    }

    /**
     * Asks for an entry with the running digest and nothing else, if no command has come for twice
     * the time between digests.
     */
    public void compareWhenIdle() {
        var quiet = 2 * tuning.digestEvery().toNanos();
        synchronized (lock) {
            var now = System.nanoTime();
            if (entriesUnderWay > 0 || !queue.isEmpty() || now - lastCheckNanos < quiet
                    || now - lastEntryNanos < quiet) {
                return;
            }
            pulseWanted = true;
            comparisonWanted = true;
        }
        propose();
    }

    /** The stamp of the newest entry proposed here. */
    public long lastStampMillis() {
        return lastStampMillis;
    }

    /** How many commands wait, and how many entries are under way. */
    public QueueLengths lengths() {
        synchronized (lock) {
            return new QueueLengths(queue.size(), entriesUnderWay);
        }
    }

    /**
     * Answers the commands of an entry that was proposed here and is applied; {@code outcomes} has
     * one for each item of it.
     */
    public void applied(long number, List<Submission> outcomes) {
        var entry = underWay.remove(number);
        if (entry == null) {
            return;
        }
        entryEnded(entry.batch().size());
        for (var i = 0; i < outcomes.size(); i++) {
            entry.batch().get(i).whenDone().accept(outcomes.get(i));
        }
        propose();
    }

    /**
     * Gives up commands that have waited, or been under way, for longer than the configuration
     * allows.
     */
    public void expire() {
        var oldest = System.nanoTime() - tuning.requestTimeout().toNanos();
        var late = new ArrayList<Waiting>();
        synchronized (lock) {
            while (!queue.isEmpty() && queue.peek().sinceNanos() - oldest < 0) {
                late.add(poll());
            }
        }
        late.forEach(waiting -> waiting.whenDone()
                .accept(new Submission.NotNow(RETRY_SOON, "no majority of the servers answers")));
        for (var entry : underWay.entrySet()) {
            if (entry.getValue().sinceNanos() - oldest < 0) {
                failed(entry.getKey(), new NotCommitted.Unknown(
                        "no majority of the servers confirmed it in time"));
            }
        }
    }

    private Waiting poll() {
        var waiting = queue.remove();
        bytesWaiting -= waiting.size();
        return waiting;
    }

    private void entryEnded(int commands) {
        synchronized (lock) {
            entriesUnderWay--;
            commandsUnderWay -= commands;
        }
    }

    private void failed(long number, NotCommitted why) {
        var entry = underWay.remove(number);
        if (entry == null) {
            return;
        }
        entryEnded(entry.batch().size());
        var submission = switch (why) {
            case NotCommitted.NotLeader no -> new Submission.NotLeader(no.leader());
            case NotCommitted.NotNow no -> new Submission.NotNow(RETRY_SOON, no.why());
            case NotCommitted.Unknown no -> new Submission.Unknown(no.why());
        };
        entry.batch().forEach(waiting -> waiting.whenDone().accept(submission));
        propose();
    }

    private void propose() {
        while (true) {
            List<Waiting> batch;
            boolean compares;
            synchronized (lock) {
                if (proposing || entriesUnderWay >= packing.maxEntriesUnderWay()
                        || (queue.isEmpty() && !pulseWanted) || isTooSoon(System.nanoTime())) {
                    return;
                }
                proposing = true;
                pulseWanted = false;
                compares = comparisonWanted;
                comparisonWanted = false;
                batch = nextBatch();
                setsOut(batch.size());
            }
            try {
                propose(batch, compares);
            } finally {
                synchronized (lock) {
                    proposing = false;
                }
            }
        }
    }

    /** Notes that an entry of so many commands is under way from now on. Lock held. */
    private void setsOut(int commands) {
        entriesUnderWay++;
        commandsUnderWay += commands;
        if (commands > 0) {
            lastEntryNanos = System.nanoTime();
            var all = commandsUnderWay + queue.size();
            crowd = Math.max(all, crowd - Math.ceilDiv(crowd - all, SHRINKS_BY));
        }
    }

    /** Whether the next entry has to wait. If so, a timer proposes it later. Lock held. */
    private boolean isTooSoon(long now) {
        if (entriesUnderWay == 0 && queue.size() >= crowd) {
            return false;
        }
        var left = lastEntryNanos + interval - now;
        if (left > 0 && !waking) {
            waking = true;
            var unused = TIMER.schedule(this::wake, left, TimeUnit.NANOSECONDS);
        }
        return left > 0;
    }

    private void wake() {
        synchronized (lock) {
            waking = false;
        }
        propose();
    }

    private List<Waiting> nextBatch() {
        var batch = new ArrayList<Waiting>(Math.min(queue.size(), packing.maxCommands()));
        var bytes = 0L;
        while (!queue.isEmpty() && batch.size() < packing.maxCommands()
                && (batch.isEmpty() || bytes + queue.peek().size() <= packing.maxBytes())) {
            bytes += queue.peek().size();
            batch.add(poll());
        }
        return batch;
    }

    private void propose(List<Waiting> batch, boolean compares) {
        var number = numbers.incrementAndGet();
        var now = System.nanoTime();
        underWay.put(number, new UnderWay(batch, now));
        try {
            lastStampMillis = clock.millis();
            var items = new ArrayList<Item>(batch.size());
            batch.forEach(waiting -> items.add(waiting.item()));
            var entry = EnvelopeCodec
                    .encode(new Envelope(lastStampMillis, items,
                            check(now, compares || !batch.isEmpty())));
            log.propose(number, entry, why -> failed(number, why));
        } catch (RuntimeException e) {
            failed(number, new NotCommitted.Unknown("the entry could not be proposed: " + e));
        }
    }

    private Optional<DigestCheck> check(long now, boolean isDue) {
        if (!isDue || now - lastCheckNanos < tuning.digestEvery().toNanos()) {
            return Optional.empty();
        }
        lastCheckNanos = now;
        return Optional.of(digest.get()).filter(check -> check.index() > 0);
    }
}
