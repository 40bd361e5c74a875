package dev.gavel.auction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.Outcome;
import dev.gavel.auction.codec.BinaryWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.TraceCodec;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Random commands against two machines, one of which is written to a snapshot and read back now and
 * then. After each command both must have decided alike, and the house must keep its promises. A seed
 * reproduces a failure; {@code -Dsimulation.seed=N} runs another one.
 */
class SimulationTest {

    /** After so many, auctions of every kind were sold. */
    private static final int ENOUGH = 20_000;
    private static final int COMMANDS = Integer.getInteger("simulation.commands", ENOUGH);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsPromises(long seed) {
        run(seed + Long.getLong("simulation.seed", 0), HouseVersion.NEWEST);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void keepsThoseOfTheFirstVersion(long seed) {
        run(seed + Long.getLong("simulation.seed", 0), HouseVersion.FIRST);
    }

    private static void run(long seed, int version) {
        var random = new Random(seed);
        var generator = new CommandGenerator(random);
        var promises = new Promises();
        var live = HouseState.empty(version, true);
        var cut = live;
        var now = 1_900_000_000_000L;
        for (var index = 1; index <= COMMANDS; index++) {
            now += pause(random);
            var step = generator.next(live);
            var bytes = step.json().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextInt(30) == 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            var command = MessageCodec.decodeCommand(bytes);
            var at = "seed " + seed + " command " + index + " by " + step.by() + ": "
                    + step.json();
            var before = live;
            var outcome = AuctionMachine.apply(live, command, step.by(), now, index);
            var other = AuctionMachine.apply(cut, MessageCodec.decodeCommand(bytes), step.by(),
                    now, index);
            assertThat(trace(other)).as(at).isEqualTo(trace(outcome));
            live = outcome.after();
            cut = other.after();
            promises.check(before, command, outcome, now, at);
            if (random.nextInt(2_000) == 0) {
                var snapshot = bytesOf(cut);
                assertThat(snapshot).as(at).isEqualTo(bytesOf(live));
                cut = read(snapshot);
            }
        }
        assertThat(bytesOf(cut)).as("seed " + seed).isEqualTo(bytesOf(live));
        if (COMMANDS >= ENOUGH) {
            assertThat(promises.kindsSold()).as("so that this tests anything")
                    .containsAll(Stream.of(FormatKind.values())
                            .filter(kind -> Formats.of(kind).since() <= version)
                            .toList());
        }
        Promises.indexesFit(live);
        Promises.indexesFit(cut);
        assertThat(Promises.parts(cut)).as("seed " + seed).isEqualTo(Promises.parts(live));
    }

    private static long pause(Random random) {
        return switch (random.nextInt(200)) {
            case 0 -> random.nextInt(20_000);
            case 1 -> -random.nextInt(5_000);
            default -> random.nextInt(300);
        };
    }

    private static byte[] trace(Outcome outcome) {
        var out = new BinaryWriter();
        TraceCodec.append(out, outcome.reply(), outcome.events());
        return out.toByteArray();
    }

    private static byte[] bytesOf(HouseState state) {
        var out = new ByteArrayOutputStream();
        try {
            StateCodec.write(state, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static HouseState read(byte[] snapshot) {
        try {
            return StateCodec.read(new ByteArrayInputStream(snapshot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
