package dev.gavel.raft.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What every {@link ReplicatedMachine} promises, tried on the machine by itself.
 *
 * @param <S> the machine's state
 * @param <E> the machine's events
 */
public abstract class MachineContract<S, E> {

    /** When the first entry comes: some day in 2023. */
    protected static final long BEGIN_MILLIS = 1_700_000_000_000L;

    private static final long STEP_MILLIS = 1_000;
    private static final int DEADLINES = 200;
    private static final int GARBAGE = 500;
    private static final int GARBAGE_BYTES = 64;

    /** A new machine, as a program makes it at its start. */
    protected abstract ReplicatedMachine<S, E> machine();

    /**
     * Commands to be given one after the other. The more of the machine they reach, the more these
     * tests are worth; those that set something for a time to come do so soon after
     * {@link #BEGIN_MILLIS}.
     */
    protected abstract List<Bytes> commands();

    /** Who gives the command with this number, counted from 0. */
    protected String principal(int command) {
        return "ann";
    }

    @Test
    void comesToTheSameByTheSameEntries() throws IOException {
        var one = new Run<>(machine());
        var other = new Run<>(machine());
        for (var entry : entries()) {
            assertThat(other.told(entry)).isEqualTo(one.told(entry));
        }
        assertThat(other.saved()).isEqualTo(one.saved());
    }

    @Test
    void answersEachCommandOfAnEntry() {
        var run = new Run<>(machine());
        var all = requests();
        assertThat(run.apply(entry(1, all)).replies()).hasSize(all.size());
        assertThat(run.apply(entry(2, List.of())).replies()).isEmpty();
    }

    @Test
    void leavesTheStateBeforeAnEntryAsItWas() throws IOException {
        var run = new Run<>(machine());
        for (var entry : entries()) {
            var before = run.state;
            var saved = run.saved(before);
            run.apply(entry);
            assertThat(run.saved(before)).isEqualTo(saved);
        }
    }

    @Test
    void goesOnFromASavedStateAsFromTheStateItself() throws IOException {
        var entries = entries();
        for (var n = 0; n <= entries.size(); n++) {
            var straight = new Run<>(machine());
            entries.subList(0, n).forEach(straight::apply);
            var restored = new Run<>(machine());
            restored.load(straight.saved());
            assertThat(restored.saved()).as("saved again after entry " + n)
                    .isEqualTo(straight.saved());
            for (var entry : entries.subList(n, entries.size())) {
                assertThat(restored.told(entry)).isEqualTo(straight.told(entry));
            }
            assertThat(restored.saved()).isEqualTo(straight.saved());
        }
    }

    @Test
    void answersAnyBytesWhatever() throws IOException {
        var random = new Random(1);
        var garbage = new ArrayList<Bytes>();
        garbage.add(Bytes.EMPTY);
        for (var n = 0; n < GARBAGE; n++) {
            var bytes = new byte[random.nextInt(GARBAGE_BYTES)];
            random.nextBytes(bytes);
            garbage.add(Bytes.of(bytes));
        }
        for (var command : commands()) {
            garbage.add(Bytes.of(Arrays.copyOf(command.toArray(), command.length() / 2)));
        }
        var run = new Run<>(machine());
        for (var n = 0; n < garbage.size(); n++) {
            var applied = run.apply(entry(n + 1, List.of(request(n, garbage.get(n)))));
            assertThat(applied.replies()).as(garbage.get(n).asHex()).hasSize(1);
        }
        assertThat(run.saved()).isNotNull();
    }

    @Test
    void aDeadlineIsOverOnceItsTimeHasCome() {
        var run = new Run<>(machine());
        entries().forEach(run::apply);
        var index = run.index;
        var now = run.timeMillis;
        for (var n = 0; n < DEADLINES; n++) {
            var deadline = run.machine.nextDeadlineMillis(run.state);
            if (deadline.isEmpty()) {
                return;
            }
            now = Math.max(now, deadline.getAsLong());
            run.apply(new Entry(new LogPosition(1, ++index), now, List.of()));
            var next = run.machine.nextDeadlineMillis(run.state);
            if (next.isPresent()) {
                assertThat(next.getAsLong()).as("the next deadline after an entry of " + now)
                        .isGreaterThan(now);
            }
        }
    }

    private List<Request> requests() {
        var commands = commands();
        var requests = new ArrayList<Request>();
        for (var n = 0; n < commands.size(); n++) {
            requests.add(request(n, commands.get(n)));
        }
        return requests;
    }

    private Request request(int n, Bytes command) {
        return new Request(new RequestId.ByKey("key-" + n), principal(n), command);
    }

    /** Each command in an entry of its own. */
    private List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var request : requests()) {
            entries.add(entry(entries.size() + 1, List.of(request)));
        }
        return entries;
    }

    private static Entry entry(int index, List<Request> requests) {
        return new Entry(new LogPosition(1, index), BEGIN_MILLIS + index * STEP_MILLIS, requests);
    }

    /** A machine, and what it has come to. */
    private static final class Run<S, E> {

        private final ReplicatedMachine<S, E> machine;
        private S state;
        private long index;
        private long timeMillis;

        Run(ReplicatedMachine<S, E> machine) {
            this.machine = machine;
            this.state = machine.initial();
        }

        Applied<S, E> apply(Entry entry) {
            var applied = machine.apply(state, entry);
            state = applied.after();
            index = entry.at().index();
            timeMillis = entry.timeMillis();
            return applied;
        }

        /** What follows from an entry, as far as others see it. */
        List<Bytes> told(Entry entry) {
            var applied = apply(entry);
            var told = new ArrayList<Bytes>();
            told.add(applied.trace());
            applied.replies().forEach(reply -> told.add(reply.bytes()));
            applied.events().forEach(event -> told.add(Bytes.utf8(String.valueOf(event))));
            return told;
        }

        Bytes saved() throws IOException {
            return saved(state);
        }

        Bytes saved(S some) throws IOException {
            var bytes = new ByteArrayOutputStream();
            machine.save(some, bytes);
            return Bytes.of(bytes.toByteArray());
        }

        void load(Bytes saved) throws IOException {
            state = machine.load(new ByteArrayInputStream(saved.toArray()));
        }
    }
}
