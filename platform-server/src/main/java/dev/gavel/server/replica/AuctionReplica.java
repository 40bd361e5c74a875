package dev.gavel.server.replica;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.BinaryWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.NewerStateException;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.TraceCodec;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.ReplicatedMachine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The auction house as a replicated machine. It decodes commands from the log on every server
 * alike. So leader, follower and restart run the same path.
 */
public final class AuctionReplica implements ReplicatedMachine<HouseState, Event> {

    /** About how many bytes are traced of a bid. */
    private static final int TRACED_BYTES = 96;

    private final HouseState initial;

    /** A house of the first version, in which a person's first command makes them a user. */
    public AuctionReplica() {
        this(HouseState.empty(HouseVersion.FIRST, true));
    }

    /** A house that begins like this, on every server alike. */
    public AuctionReplica(HouseState initial) {
        this.initial = initial;
    }

    @Override
    public HouseState initial() {
        return initial;
    }

    @Override
    public Applied<HouseState, Event> apply(HouseState before, Entry entry) {
        var index = entry.at().index();
        var time = entry.timeMillis();
        var trace = new BinaryWriter(TRACED_BYTES * (1 + entry.requests().size()));
        if (entry.requests().isEmpty()) {
            var outcome = AuctionMachine.advance(before, time);
            TraceCodec.append(trace, outcome.reply(), outcome.events());
            return new Applied<>(outcome.after(), List.of(), outcome.events(), bytes(trace));
        }
        var state = before;
        var events = new ArrayList<Event>(entry.requests().size());
        var replies = new ArrayList<AuctionReply>(entry.requests().size());
        for (var request : entry.requests()) {
            var payload = request.payload();
            var command = MessageCodec.decodeCommand(payload.array(), payload.offset(),
                    payload.length());
            requireKnown(command, request.principal());
            var outcome = AuctionMachine.apply(state, command, request.principal(), time, index);
            state = outcome.after();
            for (var i = 0; i < outcome.events().size(); i++) {
                events.add(outcome.events().get(i));
            }
            TraceCodec.append(trace, outcome.reply(), outcome.events());
            replies.add(new AuctionReply(outcome.reply().orElseThrow(), index, time));
        }
        return new Applied<>(state, replies, events, bytes(trace));
    }

    /**
     * Stops at a version that this program does not know. No server puts into the log that the
     * house adopts a version unless all members can run it. So the other servers run a later
     * program.
     */
    private static void requireKnown(Command command, String by) {
        if (command instanceof Command.Later later && later.command() instanceof Command.Adopt adopt
                && adopt.version() > HouseVersion.NEWEST && HouseVersion.isOfTheHouse(by)) {
            throw new NewerVersionException((int) adopt.version(), "the house adopts version "
                    + adopt.version() + " of its rules, and this program can run "
                    + HouseVersion.FIRST + " to " + HouseVersion.NEWEST);
        }
    }

    private static Bytes bytes(BinaryWriter trace) {
        return Bytes.of(trace.array(), 0, trace.size());
    }

    @Override
    public OptionalLong nextDeadlineMillis(HouseState state) {
        var next = AuctionMachine.nextDeadlineMillis(state);
        return next == Times.NEVER ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /**
     * The log version: servers that know a version of the rules know what the log holds from then
     * on.
     */
    @Override
    public int logVersion(HouseState state) {
        return state.version();
    }

    @Override
    public int newestLogVersion() {
        return HouseVersion.NEWEST;
    }

    @Override
    public void save(HouseState state, OutputStream out) throws IOException {
        StateCodec.write(state, out);
    }

    @Override
    public HouseState load(InputStream in) throws IOException {
        try {
            return StateCodec.read(in);
        } catch (NewerStateException e) {
            throw new NewerVersionException(e.version(), String.valueOf(e.getMessage()));
        }
    }
}
