package dev.gavel.auction.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.WireNames;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The JSON that callers' programs rely on, byte by byte. A script is played; its answers, one event of
 * each type, what queries give and the snapshot must be as the files say. With
 * {@code -Dgolden.rewrite=true} the files are written anew; the difference is then reviewed as a change
 * of the contract.
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final long START = Instant.parse("2030-01-01T12:00:00Z").toEpochMilli();

    private final List<String> replies = new ArrayList<>();
    private final TreeMap<String, String> events = new TreeMap<>();
    private final TreeSet<String> ops = new TreeSet<>();
    private long index;

    @Test
    void saysToTheByteWhatItSaid() throws IOException {
        var house = play("script.txt", HouseState.empty(HouseVersion.FIRST, true));
        var kinds = new TreeSet<String>();
        compare("views.jsonl", views("queries.txt", house, kinds));
        assertThat(kinds).hasSize(Query.class.getPermittedSubclasses().length);
        state(house);
        var newest = play("script-2.txt", house);
        stateOfTheNewest(newest);
        compare("views-2.jsonl", views("queries-2.txt", newest, kinds));
        assertThat(ops).as("commands in the scripts")
                .hasSize(Command.class
                        .getPermittedSubclasses().length);
        assertThat(events).as("types of events")
                .hasSize(Event.OfHouse.class
                        .getPermittedSubclasses().length
                        + Event.OfAuction.class.getPermittedSubclasses().length);
        compare("replies.jsonl", replies);
        compare("events.jsonl", List.copyOf(events.values()));
    }

    private HouseState play(String script, HouseState before) throws IOException {
        var house = before;
        for (var line : Files.readAllLines(GOLDEN.resolve(script))) {
            var parts = line.split(" ", 3);
            var time = START + Long.parseLong(parts[0]);
            var outcome = AuctionMachine.advance(house, time);
            if (!parts[1].equals("pulse")) {
                var command = MessageCodec
                        .decodeCommand(parts[2].getBytes(StandardCharsets.UTF_8));
                ops.add(command.getClass().getSimpleName());
                if (command instanceof Command.Later later) {
                    ops.add(later.command().getClass().getSimpleName());
                }
                outcome = AuctionMachine.apply(house, command,
                        parts[1].equals("house") ? HouseVersion.PROGRAM : parts[1], time, ++index);
                replies.add(text(MessageCodec.encodeReply(outcome.reply().orElseThrow(), index,
                        Instant.ofEpochMilli(time))));
            }
            house = outcome.after();
            for (var event : outcome.events()) {
                events.putIfAbsent(WireNames.typeOf(event),
                        text(MessageCodec.encodeEvent(new FeedEvent(new FeedPosition(index, 0),
                                Instant.ofEpochMilli(time), event))));
            }
        }
        return house;
    }

    private static List<String> views(String queries, HouseState house, Set<String> kinds)
            throws IOException {
        var views = new ArrayList<String>();
        for (var line : Files.readAllLines(GOLDEN.resolve(queries))) {
            var parts = line.split(" ", 2);
            var query = MessageCodec.decodeQuery(parts[1].getBytes(StandardCharsets.UTF_8));
            kinds.add(query.getClass().getSimpleName());
            var answer = Queries.answer(house, query,
                    parts[0].equals("nobody") ? Optional.empty() : UserName.parse(parts[0]), 99,
                    Instant.ofEpochMilli(house.timeMillis()));
            views.add(answer.status() + " " + text(answer.json()));
        }
        return views;
    }

    /** As a house of the second version is written. */
    private static void stateOfTheNewest(HouseState house) throws IOException {
        assertThat(house.version()).isEqualTo(HouseVersion.NEWEST);
        var file = GOLDEN.resolve("state-4.bin");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(file, bytes(house));
        }
        var kept = Files.readAllBytes(file);
        assertThat(bytes(read(kept))).isEqualTo(kept);
        assertThat(bytes(house)).isEqualTo(kept);
    }

    /** A snapshot once written is read for ever; a house of the first version is written as it was. */
    private static void state(HouseState house) throws IOException {
        var before = read(Files.readAllBytes(GOLDEN.resolve("state-1.bin")));
        assertThat(bytes(read(bytes(before)))).isEqualTo(bytes(before));
        assertThat(before.auctions().size()).isEqualTo(9);
        assertThat(bytes(read(Files.readAllBytes(GOLDEN.resolve("state-2.bin")))))
                .isEqualTo(bytes(house));
        var file = GOLDEN.resolve("state-3.bin");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(file, bytes(house));
        }
        var kept = Files.readAllBytes(file);
        assertThat(bytes(read(kept))).isEqualTo(kept);
        assertThat(bytes(house)).isEqualTo(kept);
    }

    /** Of an auction with more bids than stand alone, as two versions wrote them. */
    @Test
    void readsLongHistoriesOfEveryVersion() throws IOException {
        var script = Files.readAllLines(GOLDEN.resolve("bids.txt"));
        var house = HouseState.empty(HouseVersion.FIRST, true);
        for (var i = 0; i < script.size(); i++) {
            var parts = script.get(i).split(" ", 2);
            var command = MessageCodec.decodeCommand(parts[1].getBytes(StandardCharsets.UTF_8));
            house = AuctionMachine.apply(house, command, parts[0], START + i / 3, i + 1).after();
        }
        assertThat(house.auctions().get(0).bids().size()).isEqualTo(script.size() - 2);
        var file = GOLDEN.resolve("bids-3.bin");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(file, bytes(house));
        }
        for (var kept : List.of("bids-2.bin", "bids-3.bin")) {
            assertThat(bytes(read(Files.readAllBytes(GOLDEN.resolve(kept))))).as(kept)
                    .isEqualTo(bytes(house));
        }
        assertThat(bytes(house)).isEqualTo(Files.readAllBytes(file));
    }

    private static HouseState read(byte[] bytes) throws IOException {
        return StateCodec.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(HouseState house) throws IOException {
        var out = new ByteArrayOutputStream();
        StateCodec.write(house, out);
        return out.toByteArray();
    }

    private static void compare(String file, List<String> lines) throws IOException {
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.write(GOLDEN.resolve(file), lines);
        }
        assertThat(lines).as(file).isEqualTo(Files.readAllLines(GOLDEN.resolve(file)));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
