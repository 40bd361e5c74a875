package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.gavel.client.EventFrames;
import dev.gavel.raft.RequestId;
import dev.gavel.server.TestHouse;
import dev.gavel.wire.v1.ClusterRequest;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.Outcome;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.ReplyFrame;
import dev.gavel.wire.v1.SubmitFrame;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

@Tag("slow")
class GrpcTest {

    private static TestHouse house;
    private static ManagedChannel channel;
    private static GavelGrpc.GavelBlockingStub gavel;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        channel = NettyChannelBuilder
                .forAddress("127.0.0.1", house.server().address().clientPort())
                .usePlaintext()
                .build();
        gavel = GavelGrpc.newBlockingStub(channel);
    }

    @AfterAll
    static void close() {
        channel.shutdownNow();
        house.close();
    }

    @Test
    void answersAStreamOfCommandsInFramesAndARepeatWithTheFirstAnswer() {
        var auction = house.openAuction("sue");
        var session = gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient();
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);
        for (var first = 1; first <= 5_000; first += 100) {
            var frame = SubmitFrame.newBuilder().setClient(session);
            for (var seq = first; seq < first + 100; seq++) {
                frame.addCommands(bid(auction, seq));
            }
            stream.onNext(frame.build());
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> outcomes(replies).size() == 5_000);
        assertThat(outcomes(replies)).extracting(Outcome::getSeq)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 5_000).boxed().toList());
        assertThat(outcomes(replies)).allMatch(
                outcome -> outcome.getDisposition() == Disposition.ANSWERED
                        && json(outcome.getJson()).contains("\"success\""));
        assertThat(replies.messages).hasSizeLessThan(2_500);

        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .addCommands(bid(auction, 4_999))
                .build());
        await().until(() -> outcomes(replies).size() == 5_001);
        assertThat(outcomes(replies).getLast().getJson()).isEqualTo(outcomes(replies).stream()
                .filter(outcome -> outcome.getSeq() == 4_999)
                .findFirst()
                .orElseThrow()
                .getJson());
        stream.onCompleted();
        await().until(() -> replies.completed);
        assertThat(TestHouse.json(house.get("/v1/auctions/" + auction)).path("bids").asInt())
                .isEqualTo(5_000);
    }

    @Test
    void aSessionIsCalledByANameThatNobodyFindsByCounting() {
        var session = await().until( // once the fresh house has adopted it
                () -> gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient(),
                name -> name.length() == 18);
        var counted = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(counted);
        stream.onNext(SubmitFrame.newBuilder()
                .setClient("1000")
                .addCommands(command(2, "bob", "{\"op\":\"register\"}"))
                .build());
        await().until(() -> outcomes(counted).size() == 1);
        assertThat(codeOf(counted, 2)).isEqualTo("FORGOTTEN");
        stream.onCompleted();

        var replies = new Recorder<ReplyFrame>();
        var own = GavelGrpc.newStub(channel).submit(replies);
        own.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .addCommands(command(1, "ann", "{\"op\":\"register\"}"))
                .build());
        await().until(() -> outcomes(replies).size() == 1);
        assertThat(codeOf(replies, 1)).isEqualTo("OK");
        own.onCompleted();
    }

    @Test
    void aSessionOpenedForAUserTakesNoCommandsOfAnotherAndLosesNoneToThem() {
        var session = await().until( // once the fresh house has adopted names
                () -> gavel.openSession(OpenSessionRequest.newBuilder().setUser("ann").build())
                        .getClient(),
                name -> name.length() == 18);
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);
        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .setAckedBelow(2)
                .addCommands(command(2, "bob", "{\"op\":\"register\"}"))
                .build());
        await().until(() -> outcomes(replies).size() == 1);
        assertThat(codeOf(replies, 2)).isEqualTo("FORGOTTEN");
        var again = GavelGrpc.newStub(channel).submit(replies); // as after a broken connection
        again.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .addCommands(command(1, "ann", "{\"op\":\"register\"}"))
                .build());
        await().until(() -> outcomes(replies).size() == 2);
        assertThat(codeOf(replies, 1)).isEqualTo("OK");
        stream.onCompleted();
        again.onCompleted();
    }

    @Test
    void refusesNumbersThatNoClientReaches() {
        var session = gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient();
        var most = RequestId.InSession.MAX_SEQ;
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);
        for (var seq : List.of(most + 1, Long.MAX_VALUE, Long.MIN_VALUE)) {
            stream.onNext(SubmitFrame.newBuilder()
                    .setClient(session)
                    .setAckedBelow(1)
                    .addCommands(command(seq, "ann", "{\"op\":\"register\"}"))
                    .build());
        }
        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .setAckedBelow(Long.MAX_VALUE)
                .addCommands(command(5, "ann", "{\"op\":\"register\"}"))
                .build());
        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .addCommands(command(1, "ann", "{\"op\":\"register\"}"))
                .build());

        await().until(() -> outcomes(replies).size() == 5);
        for (var seq : List.of(most + 1, Long.MAX_VALUE, Long.MIN_VALUE, 5L)) {
            assertThat(codeOf(replies, seq)).isEqualTo("BAD_COMMAND");
        }
        assertThat(codeOf(replies, 1)).isEqualTo("OK");
        stream.onCompleted();
    }

    @Test
    void refusesWhatIsNoCommandWithinTheStreamAndGoesOn() {
        var session = gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient();
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);

        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .addCommands(command(1, "ann", "{\"op\":"))
                .addCommands(command(2, "", "{\"op\":\"register\"}"))
                .addCommands(command(3, "ann", "x".repeat(600_000)))
                .addCommands(command(0, "ann", "{\"op\":\"register\"}"))
                .addCommands(command(4, "ann", "{\"op\":\"register\"}"))
                .build());

        await().until(() -> outcomes(replies).size() == 5);
        assertThat(codeOf(replies, 1)).isEqualTo("BAD_COMMAND");
        assertThat(codeOf(replies, 2)).isEqualTo("UNAUTHENTICATED");
        assertThat(codeOf(replies, 3)).isEqualTo("TOO_LARGE");
        assertThat(codeOf(replies, 0)).isEqualTo("BAD_COMMAND");
        assertThat(codeOf(replies, 4)).isEqualTo("OK");
        stream.onCompleted();
    }

    @Test
    void endsAStreamWithoutASession() {
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);

        stream.onNext(SubmitFrame.newBuilder()
                .setClient("me")
                .addCommands(command(1, "ann", "{\"op\":\"register\"}"))
                .build());

        await().until(() -> replies.failure != null);
        assertThat(Status.fromThrowable(replies.failure).getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void executesUnderAKeyOnce() {
        var auction = house.openAuction("sue");
        var command = bidding(auction, 10000).toBuilder().setKey("grpc-key").build();

        var first = gavel.execute(command);
        var second = gavel.execute(command);

        assertThat(json(first.getJson())).contains("\"success\"");
        assertThat(first.getKey()).isEqualTo("grpc-key");
        assertThat(second.getJson()).isEqualTo(first.getJson());
        assertThat(gavel.execute(command.toBuilder().clearKey().build()).getKey()).isNotEmpty();
    }

    @Test
    void answersQueries() {
        var auction = house.openAuction("sue");

        var reply = gavel.query(QueryRequest.newBuilder()
                .setJson(utf8("{\"query\":\"auction\",\"auction\":\"" + auction + "\"}"))
                .build());

        assertThat(reply.getStatus()).isEqualTo(200);
        assertThat(json(reply.getJson())).contains("Oak table");
        assertThat(reply.getIndex()).isPositive();
        assertThat(gavel.query(QueryRequest.newBuilder()
                .setConsistency(Consistency.LOCAL)
                .setJson(utf8("{\"query\":\"auction\",\"auction\":\"98765\"}"))
                .build())
                .getStatus()).isEqualTo(404);
        assertThat(gavel.query(QueryRequest.newBuilder().setJson(utf8("[[[")).build())
                .getStatus()).isEqualTo(400);
    }

    @Test
    void watchesFromAPosition() {
        var auction = house.openAuction("sue");
        var live = new Recorder<Event>();
        GavelGrpc.newStub(channel)
                .watch(WatchRequest.newBuilder().setAuction(auction).build(), live);
        await().until(() -> !live.messages.isEmpty());
        assertThat(live.messages.getFirst().getType()).isEqualTo("heartbeat");

        gavel.execute(bidding(auction, 10000));
        gavel.execute(bidding(auction, 20000));

        await().until(() -> bids(live).size() == 2);
        var resumed = new Recorder<Event>();
        GavelGrpc.newStub(channel)
                .watch(WatchRequest.newBuilder()
                        .setAuction(auction)
                        .setAfter(bids(live).getFirst().getPosition())
                        .build(), resumed);
        await().until(() -> !resumed.messages.isEmpty());
        assertThat(bids(resumed).getFirst()).isEqualTo(bids(live).get(1));
        assertThatThrownBy(
                () -> gavel.watch(WatchRequest.newBuilder().setAfter("x").build()).next())
                .hasMessageContaining("feed position");
    }

    @Test
    void resetsAWatcherWhosePositionTheHouseHasNotReached() {
        var auction = house.openAuction("sue");
        for (var of : List.of("", auction)) {
            var watcher = new Recorder<Event>();
            GavelGrpc.newStub(channel)
                    .watch(WatchRequest.newBuilder().setAuction(of).setAfter("99999999.1").build(),
                            watcher);

            await().until(() -> !watcher.messages.isEmpty());

            assertThat(watcher.messages.getFirst().getType()).isEqualTo("reset");
        }
    }

    @Test
    void watchesInFrames() throws IOException {
        var auction = house.openAuction("sue");
        var oneByOne = watching(auction, false);
        var crowd = IntStream.range(0, 20).mapToObj(n -> watching(auction, true)).toList();
        var replies = new Recorder<ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);
        var frame = SubmitFrame.newBuilder()
                .setClient(gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient());
        for (var seq = 1; seq <= 200; seq++) {
            frame.addCommands(bid(auction, seq));
        }
        stream.onNext(frame.build());

        await().until(() -> bids(oneByOne).size() == 200);
        assertThat(oneByOne.messages).noneMatch(event -> event.getType().equals("frame"));
        for (var each : crowd) {
            await().until(() -> unpacked(each).size() == unpacked(oneByOne).size());
            assertThat(unpacked(each)).isEqualTo(unpacked(oneByOne));
            assertThat(each.messages).anyMatch(event -> !event.getDeflatedFrame().isEmpty())
                    .hasSizeLessThan(100);
        }
        stream.onCompleted();
    }

    private Recorder<Event> watching(String auction, boolean frames) {
        var recorder = new Recorder<Event>();
        GavelGrpc.newStub(channel)
                .watch(WatchRequest.newBuilder().setAuction(auction).setFrames(frames).build(),
                        recorder);
        await().until(() -> !recorder.messages.isEmpty());
        return recorder;
    }

    private static List<Event> unpacked(Recorder<Event> recorder) throws IOException {
        var events = new ArrayList<Event>();
        for (var message : recorder.messages) {
            events.addAll(EventFrames.events(message));
        }
        return events.stream().filter(event -> !event.getType().equals("heartbeat")).toList();
    }

    @Test
    void tellsHowItStands() {
        var cluster = gavel.cluster(ClusterRequest.newBuilder().setOnlySelf(true).build());

        assertThat(cluster.getLeader()).isZero();
        assertThat(cluster.getServersCount()).isEqualTo(1);
        var row = cluster.getServers(0);
        assertThat(row.getRole()).isEqualTo("leader");
        assertThat(row.getClockMillis()).isCloseTo(System.currentTimeMillis(),
                Offset.offset(60_000L));
        assertThat(row.getRssBytes()).isPositive();
    }

    @Test
    void servesHealthAndReflection() {
        await().until(() -> HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus() == ServingStatus.SERVING);
        var replies = new Recorder<ServerReflectionResponse>();
        var asking = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(replies);
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        await().until(() -> !replies.messages.isEmpty());
        assertThat(replies.messages.getFirst().toString()).contains("gavel.v1.Gavel");
        asking.onCompleted();
    }

    @Test
    void refusesATokenInOpenMode() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer abc");
        var withToken = ClientInterceptors.intercept(channel,
                MetadataUtils.newAttachHeadersInterceptor(headers));

        assertThatThrownBy(() -> GavelGrpc.newBlockingStub(withToken)
                .cluster(ClusterRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("open mode");
    }

    @Test
    void isNotHarmedByNoiseOnItsPorts() throws IOException {
        var random = new Random(7);
        var address = house.server().address();
        for (var port : List.of(address.clientPort(), address.httpPort())) {
            for (var n = 0; n < 20; n++) {
                var noise = new byte[random.nextInt(20_000)];
                random.nextBytes(noise);
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.getOutputStream().write(noise);
                } catch (IOException cutOff) {
                    // as it should be
                }
            }
        }

        assertThatThrownBy(() -> gavel.execute(Command.newBuilder()
                .setUser("ann")
                .setJson(ByteString.copyFrom(new byte[10 << 20]))
                .build()))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(gavel.cluster(ClusterRequest.getDefaultInstance()).getLeader()).isZero();
        assertThat(house.get("/readyz").statusCode()).isEqualTo(200);
    }

    private static List<Event> bids(Recorder<Event> recorder) {
        return recorder.messages.stream()
                .filter(event -> event.getType().equals("bidAccepted"))
                .toList();
    }

    private static Command bidding(String auction, long amount) {
        return command(0, "ann",
                "{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":" + amount + "}");
    }

    private static Command bid(String auction, long seq) {
        return command(seq, seq % 2 == 0 ? "ann" : "bob", "{\"op\":\"bid\",\"auction\":\""
                + auction + "\",\"amount\":" + (10_000 + seq) + "}");
    }

    private static Command command(long seq, String user, String json) {
        return Command.newBuilder().setSeq(seq).setUser(user).setJson(utf8(json)).build();
    }

    private static List<Outcome> outcomes(Recorder<ReplyFrame> replies) {
        return replies.messages.stream()
                .flatMap(frame -> frame.getOutcomesList().stream())
                .toList();
    }

    private static String codeOf(Recorder<ReplyFrame> replies, long seq) {
        var outcome = outcomes(replies).stream()
                .filter(one -> one.getSeq() == seq)
                .findFirst()
                .orElseThrow();
        return TestHouse.json(json(outcome.getJson())).path("code").asText();
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static String json(ByteString bytes) {
        return bytes.toStringUtf8();
    }
}
