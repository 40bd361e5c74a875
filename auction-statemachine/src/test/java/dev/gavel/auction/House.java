package dev.gavel.auction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A house for tests: commands as JSON with single quotes, time in milliseconds from noon. */
public final class House {

    /** Noon of the day all tests play on, in milliseconds since 1970. */
    public static final long NOON = Instant.parse("2030-01-01T12:00:00Z").toEpochMilli();

    private HouseState state;
    private long index;
    private List<Event> events = List.of();

    /** Starts empty, at noon, of the newest version. */
    public House() {
        this(HouseVersion.NEWEST);
    }

    /** Starts empty, at noon, of {@code version}. */
    public House(int version) {
        state = HouseState.empty(version, true);
        advance(0);
    }

    /** The state now. */
    public HouseState state() {
        return state;
    }

    /** Goes on from {@code other}. */
    public void become(HouseState other) {
        state = other;
    }

    /** What the last step made happen. */
    public List<Event> events() {
        return events;
    }

    /** Sends a command {@code millis} after noon. */
    public Reply at(long millis, String by, String json) {
        var command = MessageCodec
                .decodeCommand(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var outcome = AuctionMachine.apply(state, command, by, NOON + millis, ++index);
        state = outcome.after();
        events = outcome.events();
        return outcome.reply().orElseThrow();
    }

    /** Lets time pass without a command, in beats as a leader would. */
    public void beatUntil(long millis) {
        while (state.timeMillis() < NOON + millis) {
            advance(Math.min(millis, state.timeMillis() - NOON + 500));
        }
    }

    /** Lets time pass in one step. */
    public void advance(long millis) {
        var outcome = AuctionMachine.advance(state, NOON + millis);
        state = outcome.after();
        events = outcome.events();
    }

    /** Sends a command that must succeed. */
    public Reply ok(long millis, String by, String json) {
        var reply = at(millis, by, json);
        assertThat(reply.isSuccess()).as(json + " -> " + reply.sentence()).isTrue();
        return reply;
    }

    /** Sends a command that must be refused. */
    public Rejection refused(long millis, String by, String json) {
        var reply = at(millis, by, json);
        assertThat(reply).as(json).isInstanceOf(Reply.Rejected.class);
        return ((Reply.Rejected) reply).rejection();
    }

    /** The auction of that id. */
    public Auction auction(long id) {
        return state.auction(new AuctionId(id)).orElseThrow();
    }

    /** The answer to a query, as JSON. */
    public String ask(String by, String json) {
        var query = MessageCodec
                .decodeQuery(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var answer = Queries.answer(state, query,
                by.isEmpty() ? Optional.empty() : Optional.of(new UserName(by)), index,
                Instant.ofEpochMilli(state.timeMillis()));
        return new String(answer.json(), StandardCharsets.UTF_8);
    }
}
