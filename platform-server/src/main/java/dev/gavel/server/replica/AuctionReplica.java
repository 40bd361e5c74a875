package dev.gavel.server.replica;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.BinaryWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.TraceCodec;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.ReplicatedMachine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The auction house as a replicated machine: commands are decoded from the log on every server alike,
 * so that leader, follower and restart run the same path.
 */
public final class AuctionReplica implements ReplicatedMachine<HouseState, Event> {

    /** What is traced of a bid, about. */
    private static final int TRACED_BYTES = 96;

    private final HouseState initial;

    /** A house in which acting makes somebody a user, of the first version. */
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

    private static Bytes bytes(BinaryWriter trace) {
        return Bytes.of(trace.array(), 0, trace.size());
    }

    @Override
    public OptionalLong nextDeadlineMillis(HouseState state) {
        var next = AuctionMachine.nextDeadlineMillis(state);
        return next == Times.NEVER ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Servers that know a version of the rules know what the log holds from then on. */
    @Override
    public int logVersion(HouseState state) {
        return state.version();
    }

    @Override
    public void save(HouseState state, OutputStream out) throws IOException {
        StateCodec.write(state, out);
    }

    @Override
    public HouseState load(InputStream in) throws IOException {
        return StateCodec.read(in);
    }
}
