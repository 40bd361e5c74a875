package dev.gavel.lab.bench.rules;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.state.HouseState;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** A house being furnished for a measurement: every command must succeed. */
final class Scene {

    /** When every scene begins, in milliseconds since 1970. */
    static final long START_MILLIS = 1_900_000_000_000L;

    private HouseState house = HouseState.empty();
    private long index;

    /** The house as it is now. */
    HouseState house() {
        return house;
    }

    /** The log index of the last command. */
    long index() {
        return index;
    }

    /** Sends a command {@code millis} after the start. */
    Scene does(long millis, String who, Command command) {
        var outcome = AuctionMachine.apply(house, command, who, START_MILLIS + millis, ++index);
        var reply = outcome.reply().orElseThrow();
        if (!reply.isSuccess()) {
            throw new IllegalStateException(command + " by " + who + ": " + reply.sentence());
        }
        house = outcome.after();
        return this;
    }

    /** Registers {@code count} bidders and gives their names. */
    String[] bidders(int count) {
        var names = new String[count];
        for (var i = 0; i < count; i++) {
            names[i] = "bidder-" + i;
            does(0, names[i], command("{'op':'register'}"));
        }
        return names;
    }

    /** Opens {@code count} auctions under the same conditions. */
    Scene auctions(int count, String conditions) {
        var create = command("{'op':'create','name':'Lot','open':true," + conditions + "}");
        for (var i = 0; i < count; i++) {
            does(0, "seller", create);
        }
        return this;
    }

    /** A command from JSON with single quotes. */
    static Command command(String json) {
        var command = MessageCodec
                .decodeCommand(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        if (command instanceof Command.Malformed bad) {
            throw new IllegalArgumentException(json + ": " + bad.sentence());
        }
        return command;
    }

    /** A plain bid. */
    static Command.Bid bid(AuctionId auction, long amount) {
        return bid(auction, amount, OptionalLong.empty());
    }

    /** A bid with a maximum. */
    static Command.Bid bid(AuctionId auction, long amount, long maximum) {
        return bid(auction, amount, OptionalLong.of(maximum));
    }

    private static Command.Bid bid(AuctionId auction, long amount, OptionalLong maximum) {
        return new Command.Bid(auction, amount, maximum, OptionalLong.empty(),
                OptionalLong.empty(), false, false);
    }
}
