package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.SubmitFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** A stream of commands among servers that fail, are busy, or forget. */
class CommandStreamTest {
    private static final byte[] ANN = "ann".getBytes(StandardCharsets.UTF_8);

    private final FakeServer first = new FakeServer();
    private final FakeServer second = new FakeServer();
    private final List<Long> answered = new CopyOnWriteArrayList<>();
    private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();

    @AfterEach
    void stopServers() {
        first.close();
        second.close();
    }

    private static ClientConfig config(ServerAddress... servers) {
        return ClientConfig.of(List.of(servers))
                .withDeadline(Duration.ofSeconds(2))
                .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(200));
    }

    private void answer(long tag, byte[] array, int offset, int length) {
        answered.add(tag);
        outcomes.put(tag, Outcome.parse(array, offset, length));
    }

    private void offer(CommandStream stream, long from, long to) {
        for (var tag = from; tag < to; tag++) {
            assertThat(stream.offer(ANN, command(tag), tag, this::answer)).isTrue();
        }
    }

    private static byte[] command(long tag) {
        return JsonObject.of("n", tag).toBytes();
    }

    private static List<Long> tags(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> seqs(List<SubmitFrame> frames) {
        return frames.stream()
                .flatMap(frame -> frame.getCommandsList().stream())
                .map(
                        Command::getSeq)
                .toList();
    }

    private Outcome outcome(long tag) {
        return outcomes.getOrDefault(tag, Outcome.exception("NONE", "no answer"));
    }

    private void awaitAnswers(int count) {
        await().atMost(Duration.ofSeconds(5)).until(() -> answered.size() >= count);
    }

    @Test
    void numbersCommandsInOrderWithinTheSession() {
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 1_000);
            awaitAnswers(1_000);
            assertThat(answered).isEqualTo(tags(0, 1_000));
            assertThat(seqs(first.frames)).isEqualTo(tags(1, 1_001));
            assertThat(first.frames).allMatch(frame -> frame.getClient().equals("7"));
            assertThat(first.frames.get(0).getCommands(0).getUser()).isEqualTo("ann");
            assertThat(first.frames.get(0).getCommands(0).getJson().toByteArray())
                    .isEqualTo(command(0));
            assertThat(stream.outstanding()).isZero();
        }
    }

    @Test
    void sendsWhatIsOfferedFromHandlersInOneFrame() {
        var left = new AtomicInteger(900);
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 1);
            awaitAnswers(1);
            var handler = new AnswerHandler() {
                @Override
                public void answered(long tag, byte[] array, int offset, int length) {
                    answered.add(tag);
                    if (left.getAndDecrement() > 0) {
                        stream.offer(ANN, command(tag), tag, this);
                    }
                }
            };
            for (var tag = 0; tag < 100; tag++) {
                stream.offer(ANN, command(tag), tag, handler);
            }
            awaitAnswers(1_001);
            // 100 bidders at most make a frame each to begin with, then ride together
            assertThat(first.frames.size()).isLessThan(600);
        }
    }

    @Test
    void saysWhichAnswersItHas() {
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 10);
            awaitAnswers(10);
            offer(stream, 10, 11);
            awaitAnswers(11);
            assertThat(first.frames.getLast().getAckedBelow()).isEqualTo(11);
        }
    }

    @Test
    void sendsUnansweredCommandsAgainInOrderToTheNextLeader() {
        first.onFrame = (frame, answers) -> {
            answers.onNext(FakeServer.answerAll(SubmitFrame.newBuilder()
                    .addCommands(frame.getCommands(0))
                    .build(), command -> FakeServer.success()));
            if (frame.getCommandsList().stream().anyMatch(command -> command.getSeq() > 500)) {
                first.close();
            }
        };
        try (var house = AuctionClient.connect(config(first.address(), second.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 1_000);
            awaitAnswers(1_000);
            assertThat(answered).containsExactlyInAnyOrderElementsOf(tags(0, 1_000));
            assertThat(outcomes.values()).allMatch(Outcome::succeeded);
            assertThat(seqs(second.frames)).isSorted().doesNotHaveDuplicates();
            assertThat(second.frames.get(0).getCommandsCount()).isLessThanOrEqualTo(64);
            assertThat(second.frames.get(0).getClient()).isEqualTo("7");
        }
    }

    @Test
    void followsTheHintOfAServerThatDoesNotLead() {
        first.follow(second.address());
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 100);
            awaitAnswers(100);
            assertThat(seqs(second.frames)).isEqualTo(tags(1, 101));
        }
    }

    @Test
    void movesOnWhenALeaderStepsDownInMidStream() {
        first.onFrame = (frame, answers) -> answers.onNext(
                FakeServer.disposeAll(frame, Disposition.NOT_LEADER)
                        .toBuilder()
                        .setLeader(second.address().toString())
                        .build());
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 50);
            awaitAnswers(50);
            assertThat(seqs(second.frames)).isEqualTo(tags(1, 51));
        }
    }

    @Test
    void leavesAServerThatFallsSilent() {
        first.onFrame = (frame, answers) -> {
            if (frame.getCommands(0).getSeq() == 1) {
                answers.onNext(FakeServer.answerAll(frame, command -> FakeServer.success()));
            }
        };
        try (var house = AuctionClient.connect(config(first.address(), second.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 1);
            awaitAnswers(1);
            offer(stream, 1, 20);
            awaitAnswers(20);
            assertThat(outcomes.values()).allMatch(Outcome::succeeded);
            assertThat(seqs(second.frames)).isEqualTo(tags(2, 21));
        }
    }

    @Test
    void asksAgainWhereTheHouseIsBusyOrCannotTell() {
        var frames = new AtomicInteger();
        first.onFrame = (frame, answers) -> answers.onNext(switch (frames.incrementAndGet()) {
            case 1 -> FakeServer.disposeAll(frame, Disposition.BUSY);
            case 2 -> FakeServer.disposeAll(frame, Disposition.UNKNOWN);
            default -> FakeServer.answerAll(frame, command -> FakeServer.success());
        });
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 30);
            awaitAnswers(30);
            assertThat(answered).containsExactlyInAnyOrderElementsOf(tags(0, 30));
            assertThat(seqs(first.frames)).contains(1L, 30L);
        }
    }

    @Test
    void answersEachCommandOnceThoughTheServerRepeatsItself() {
        first.onFrame = (frame, answers) -> {
            var reply = FakeServer.answerAll(frame, command -> FakeServer.success());
            answers.onNext(reply);
            answers.onNext(reply);
        };
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 200);
            awaitAnswers(200);
            offer(stream, 200, 201);
            awaitAnswers(201);
            assertThat(answered).isEqualTo(tags(0, 201));
        }
    }

    @Test
    void keepsToTheWindow() {
        first.onFrame = (frame, answers) -> {};
        var limits = new ClientConfig.StreamLimits(10, 5, 8, 1 << 16);
        try (var house = AuctionClient.connect(config(first.address()).withStream(limits));
                var stream = house.openStream()) {
            offer(stream, 0, 15);
            assertThat(stream.offer(ANN, command(15), 15, this::answer)).isFalse();
            await().until(() -> !first.frames.isEmpty());
            awaitAnswers(15);
            assertThat(seqs(first.frames)).allMatch(seq -> seq <= 10);
        }
    }

    @Test
    void tellsWhatIsCertainOfCommandsItGaveUp() {
        first.onFrame = (frame, answers) -> {};
        var limits = new ClientConfig.StreamLimits(10, 5, 8, 1 << 16);
        try (var house = AuctionClient.connect(config(first.address()).withStream(limits));
                var stream = house.openStream()) {
            offer(stream, 0, 15);
            awaitAnswers(15);
            assertThat(outcome(0L).code()).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome(14L).code()).isEqualTo(Outcome.NO_LEADER);
            assertThat(outcome(14L).withoutEffect()).isTrue();
        }
    }

    @Test
    void opensAnotherSessionWhenTheHouseForgotThisOne() {
        first.onFrame = (frame, answers) -> answers.onNext(FakeServer.answerAll(frame,
                command -> command.getSeq() > 1 && frame.getClient().equals("7")
                        ? "{\"status\":\"exception\",\"code\":\"FORGOTTEN\"}"
                        : FakeServer.success()));
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            offer(stream, 0, 1);
            awaitAnswers(1);
            first.onOpenSession = (request, answer) -> FakeServer.reply(answer,
                    dev.gavel.wire.v1.OpenSessionReply.newBuilder().setClient("8").build());
            offer(stream, 1, 2);
            awaitAnswers(2);
            assertThat(outcome(1L).code()).isEqualTo("FORGOTTEN");
            offer(stream, 2, 40);
            awaitAnswers(40);
            assertThat(tags(2, 40)).allMatch(tag -> outcome(tag).succeeded());
            assertThat(first.frames.getLast().getClient()).isEqualTo("8");
        }
    }

    @Test
    void survivesAHandlerThatThrows() {
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            var thrown = new AtomicInteger();
            stream.offer(ANN, command(0), 0, (tag, array, offset, length) -> {
                Thread.currentThread()
                        .setUncaughtExceptionHandler(
                                (thread, cause) -> thrown.incrementAndGet());
                throw new IllegalStateException("a mistake of the handler");
            });
            offer(stream, 1, 10);
            awaitAnswers(9);
            assertThat(thrown).hasValue(1);
        }
    }

    @Test
    void tellsEveryHandlerWhenItIsClosed() {
        first.onFrame = (frame, answers) -> {};
        try (var house = AuctionClient.connect(config(first.address()))) {
            var stream = house.openStream();
            offer(stream, 0, 10);
            await().until(() -> !first.frames.isEmpty());
            stream.close();
            assertThat(answered).isEqualTo(tags(0, 10));
            assertThat(outcome(0L).code()).isEqualTo(Outcome.UNKNOWN);
            assertThatThrownBy(() -> stream.offer(ANN, command(0), 0, this::answer))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void givesAFutureToThoseWhoWantOne() throws Exception {
        try (var house = AuctionClient.connect(config(first.address()));
                var stream = house.openStream()) {
            assertThat(stream.execute("ann", Commands.join("1")).get().succeeded()).isTrue();
        }
    }
}
