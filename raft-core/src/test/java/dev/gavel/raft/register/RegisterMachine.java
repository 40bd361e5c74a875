package dev.gavel.raft.register;

import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Reply;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named registers. {@code set NAME VALUE} answers the value before, {@code add NAME N} the sum,
 * {@code alarm MILLIS} makes time itself count up the register {@code rung} when it comes; anything
 * else is answered {@code ?}.
 */
public final class RegisterMachine
        implements
            ReplicatedMachine<RegisterMachine.Registers, String> {

    /**
     * The state.
     *
     * @param values by name
     * @param alarms times to come, in milliseconds since 1970
     */
    public record Registers(SortedMap<String, String> values, List<Long> alarms) {

        /** The value of {@code name}, or the empty string. */
        public String value(String name) {
            return values.getOrDefault(name, "");
        }
    }

    private final int newest;
    private final Saving saving;

    /** What happens while the state is saved. */
    @FunctionalInterface
    public interface Saving {

        /** Is called before the first byte is written. */
        void begins() throws InterruptedException;
    }

    /** One that knows all versions there are. */
    public RegisterMachine() {
        this(2);
    }

    /** As a program would be that knows versions up to {@code newest}. */
    public RegisterMachine(int newest) {
        this(newest, () -> {});
    }

    /** As the first, with something to happen while it saves. */
    public RegisterMachine(Saving saving) {
        this(2, saving);
    }

    private RegisterMachine(int newest, Saving saving) {
        this.newest = newest;
        this.saving = saving;
    }

    @Override
    public Registers initial() {
        return new Registers(new TreeMap<>(), List.of());
    }

    @Override
    public Applied<Registers, String> apply(Registers before, Entry entry) {
        var values = new TreeMap<>(before.values());
        var alarms = new ArrayList<>(before.alarms());
        var events = new ArrayList<String>();
        var replies = new ArrayList<Reply>();
        while (!alarms.isEmpty() && alarms.get(0) <= entry.timeMillis()) {
            alarms.remove(0);
            values.merge("rung", "1", (a, b) -> "" + (Long.parseLong(a) + 1));
            events.add("rung");
        }
        for (var request : entry.requests()) {
            var words = request.payload().asUtf8().split(" ", 3);
            var reply = switch (words[0] + words.length) {
                case "set3" -> {
                    if (words[1].equals("version")) {
                        requireKnown(words[2]);
                    }
                    events.add(words[1] + "=" + words[2]);
                    var old = values.put(words[1], words[2]);
                    yield old == null ? "" : old;
                }
                case "add3" -> values.merge(words[1], words[2],
                        (a, b) -> "" + (Long.parseLong(a) + Long.parseLong(b)));
                case "alarm2" -> {
                    alarms.add(Long.parseLong(words[1]));
                    alarms.sort(null);
                    yield "set";
                }
                default -> "?";
            };
            replies.add(new Reply.Encoded(Bytes.utf8(reply)));
        }
        var trace = String.join(",", events) + replies.size();
        return new Applied<>(new Registers(values, List.copyOf(alarms)), replies, events,
                Bytes.utf8(trace));
    }

    @Override
    public OptionalLong nextDeadlineMillis(Registers state) {
        return state.alarms().isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(state.alarms().get(0));
    }

    /** That of the last {@code set version N}. */
    @Override
    public int logVersion(Registers state) {
        return Integer.parseInt(state.values().getOrDefault("version", "1"));
    }

    @Override
    public int newestLogVersion() {
        return newest;
    }

    private void requireKnown(String version) {
        if (Integer.parseInt(version) > newest) {
            throw new NewerVersionException(Integer.parseInt(version),
                    "version " + version + " is adopted, and this program knows " + newest);
        }
    }

    @Override
    public void save(Registers state, OutputStream out) throws IOException {
        try {
            saving.begins();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while it was saved");
        }
        var data = new DataOutputStream(out);
        data.writeInt(state.values().size());
        for (var value : state.values().entrySet()) {
            data.writeUTF(value.getKey());
            data.writeUTF(value.getValue());
        }
        data.writeInt(state.alarms().size());
        for (var alarm : state.alarms()) {
            data.writeLong(alarm);
        }
        data.flush();
    }

    @Override
    public Registers load(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        var values = new TreeMap<String, String>();
        for (var left = data.readInt(); left > 0; left--) {
            values.put(data.readUTF(), data.readUTF());
        }
        var alarms = new ArrayList<Long>();
        for (var left = data.readInt(); left > 0; left--) {
            alarms.add(data.readLong());
        }
        requireKnown(values.getOrDefault("version", "1"));
        return new Registers(values, List.copyOf(alarms));
    }
}
