package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.SessionLimits;
import dev.gavel.raft.Submission;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.register.RegisterMachine;
import dev.gavel.raft.register.RegisterMachine.Registers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A replica that is restored from its snapshot again and again answers like one that never was, whatever
 * the numbers in the commands are.
 */
class RestoredAlikeTest {

    private static final long[] EXTREMES = {1, 2, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1,
            RequestId.InSession.MAX_SEQ - SessionLimits.MAX_WINDOW,
            RequestId.InSession.MAX_SEQ - 1, RequestId.InSession.MAX_SEQ,
            RequestId.InSession.MAX_SEQ + 1, Long.MAX_VALUE - SessionLimits.MAX_WINDOW,
            Long.MAX_VALUE - 1, Long.MAX_VALUE};
    private static final int ENTRIES = 300;
    /** Of sessions; some share a bucket. */
    private static final List<Long> NAMES = List.of(1L << 58, (1L << 58) + (1 << 16),
            (1L << 58) + 1, (1L << 59) - 1);

    private final RegisterMachine machine = new RegisterMachine();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersTheSameAfterEachSnapshot(long seed) throws IOException {
        var random = new Random(seed);
        var whole = new Applier<>(machine);
        var restored = new Applier<>(machine);
        var sent = new ArrayList<Item>();
        var time = 1_000L;
        for (var index = 1L; index <= ENTRIES; index++) {
            time += random.nextInt(20) == 0 ? Duration.ofHours(13).toMillis() : 7;
            var items = items(random, sent);
            if (index == ENTRIES / 3 && seed % 2 == 0) {
                items.add(new Item.Command(new Request(new RequestId.ByKey("adopt"), "ann",
                        Bytes.utf8("set version 2"))));
            }
            var entry = EnvelopeCodec.encode(new Envelope(time, items, Optional.empty()));
            var at = new LogPosition(1 + index / 50, index);
            assertThat(told(restored.apply(at, entry))).isEqualTo(told(whole.apply(at, entry)));
            if (random.nextInt(4) == 0) {
                var bytes = saved(restored);
                assertThat(bytes).isEqualTo(saved(whole));
                restored = new Applier<>(machine);
                SnapshotFormat.read(new ByteArrayInputStream(bytes), machine, restored);
            }
        }
        assertThat(restored.digest()).isEqualTo(whole.digest());
        assertThat(restored.view().state()).isEqualTo(whole.view().state());
        assertThat(restored.view().timeMillis()).isEqualTo(whole.view().timeMillis());
        assertThat(saved(restored)).isEqualTo(saved(whole));
    }

    /** New commands, and some that were sent before. */
    private static List<Item> items(Random random, List<Item> sent) {
        var items = new ArrayList<Item>();
        for (var n = random.nextInt(6); n > 0; n--) {
            items.add(switch (random.nextInt(10)) {
                case 0 -> random.nextBoolean() ? new Item.OpenSession()
                        : new Item.OpenSession(NAMES.get(random.nextInt(NAMES.size())),
                                random.nextBoolean() ? "ann" : "");
                case 1, 2, 3 -> sent.isEmpty() ? new Item.OpenSession()
                        : sent.get(random.nextInt(sent.size()));
                case 4, 5 -> command(new RequestId.ByKey("k" + random.nextInt(40)), random);
                default -> command(inSession(random), random);
            });
        }
        sent.addAll(items);
        return items;
    }

    private static RequestId inSession(Random random) {
        var session = switch (random.nextInt(8)) {
            case 0 -> extreme(random);
            case 1, 2, 3 -> NAMES.get(random.nextInt(NAMES.size()));
            default -> 1 + random.nextInt(6);
        };
        var seq = random.nextInt(5) == 0 ? extreme(random) : 1 + random.nextInt(60);
        var acked = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> seq;
            case 2 -> Math.max(0, seq - random.nextInt(20));
            default -> 1;
        };
        return new RequestId.InSession(session, seq, acked);
    }

    private static long extreme(Random random) {
        return EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private static Item command(RequestId id, Random random) {
        return new Item.Command(new Request(id, random.nextInt(3) == 0 ? "bob" : "ann",
                Bytes.utf8("add n " + random.nextInt(4))));
    }

    private static List<String> told(List<Submission> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof Submission.Committed done
                        ? done.at() + " " + done.timeMillis() + " " + done.repeated() + " "
                                + done.reply().bytes().asUtf8()
                        : outcome.toString())
                .toList();
    }

    private byte[] saved(Applier<Registers, String> applier) throws IOException {
        var bytes = new ByteArrayOutputStream();
        SnapshotFormat.write(SnapshotFormat.take(applier), machine, bytes);
        return bytes.toByteArray();
    }
}
