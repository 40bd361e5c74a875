package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.gavel.client.FrameMarshaller;
import dev.gavel.raft.RequestId;
import dev.gavel.server.LogRecorder;
import dev.gavel.server.PlatformServer;
import dev.gavel.server.ReplicaStarter;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.ConnectionLimits;
import dev.gavel.server.config.Limits;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Consistency;
import dev.gavel.wire.v1.GavelGrpc;
import dev.gavel.wire.v1.OpenSessionRequest;
import dev.gavel.wire.v1.OperatorGrpc;
import dev.gavel.wire.v1.QueryRequest;
import dev.gavel.wire.v1.SubmitFrame;
import dev.gavel.wire.v1.TransferRequest;
import dev.gavel.wire.v1.WatchRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What no client library would send to the client port. */
class GarbageTest {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private static TestHouse house;
    private static ManagedChannel channel;
    private static GavelGrpc.GavelBlockingStub gavel;

    @BeforeAll
    static void open() throws IOException {
        var usual = ConnectionLimits.defaults();
        var config = TestHouse.config(1, Limits.defaults(), Path.of("unused"))
                .withConnections(new ConnectionLimits(usual.perAddress(), usual.httpIdle(),
                        Duration.ofSeconds(2), usual.httpBodyWithin(),
                        usual.httpBodyBytesPerSecond(), usual.grpcIdle(), usual.grpcPingEvery(),
                        usual.grpcPermitPing(), 200, 100));
        house = TestHouse.of(PlatformServer.start(config, 0, ReplicaStarter.inMemory()));
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
    void namesTheFieldThatIsWrong() {
        refuses("user", () -> gavel.watch(WatchRequest.newBuilder().setUser(" x").build()).next());
        refuses("auction",
                () -> gavel.watch(WatchRequest.newBuilder().setAuction("z\u00eb").build()).next());
        refuses("after", () -> gavel
                .watch(WatchRequest.newBuilder().setAfter("x".repeat(5_000)).build())
                .next());
        refuses("user",
                () -> gavel.openSession(OpenSessionRequest.newBuilder().setUser("\n").build()));
        refuses("consistency",
                () -> gavel.query(QueryRequest.newBuilder().setConsistencyValue(77).build()));
        refuses("to", () -> OperatorGrpc.newBlockingStub(channel)
                .transfer(TransferRequest.newBuilder().setTo(-7).build()));
    }

    private static void refuses(String field, Runnable call) {
        try (var log = LogRecorder.begin()) {
            var failure = failure(call);
            assertThat(failure.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(failure.getDescription()).startsWith(field + ": ").hasSizeLessThan(200);
            assertThat(log.lines()).isEmpty();
        }
    }

    private static Status failure(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void answersBytesThatAreNoMessageWithInvalidArgument() {
        var methods = List.of(GavelGrpc.getExecuteMethod(), GavelGrpc.getQueryMethod(),
                GavelGrpc.getWatchMethod(), GavelGrpc.getClusterMethod(),
                GavelGrpc.getOpenSessionMethod(), OperatorGrpc.getTransferMethod(),
                OperatorGrpc.getJoinMethod(), OperatorGrpc.getMembersMethod(),
                OperatorGrpc.getChangeMembersMethod(), OperatorGrpc.getSnapshotMethod());
        for (var method : methods) {
            for (var bytes : List.of(new byte[]{(byte) 0xff}, new byte[]{0x0a, 0x7f},
                    new byte[]{0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
                    new byte[]{0, 1, 2})) {
                try (var log = LogRecorder.begin()) {
                    var failure = failure(() -> ask(method, bytes));
                    assertThat(failure.getCode()).as(method.getFullMethodName() + failure)
                            .isEqualTo(Status.Code.INVALID_ARGUMENT);
                    isASentence(failure);
                    assertThat(log.lines()).as(method.getFullMethodName()).isEmpty();
                }
            }
        }
    }

    @Test
    void answersWhateverBytesWithoutABugOrATrace() {
        var random = new Random(20_261_128);
        var whole = Command.newBuilder()
                .setUser("ann")
                .setKey("k")
                .setJson(ByteString.copyFromUtf8("{\"op\":\"register\"}"))
                .build()
                .toByteArray();
        try (var log = LogRecorder.begin()) {
            for (var n = 0; n < 300; n++) {
                var bytes = whole.clone();
                for (var changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    ask(GavelGrpc.getExecuteMethod(), bytes);
                } catch (StatusRuntimeException e) {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    isASentence(e.getStatus());
                }
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    private static void isASentence(Status status) {
        assertThat(String.valueOf(status.getDescription())).doesNotContain("Exception")
                .doesNotContain("com.google")
                .doesNotContain("java");
    }

    private static void ask(MethodDescriptor<?, ?> method, byte[] request) {
        var raw = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(method.getType())
                .setFullMethodName(method.getFullMethodName())
                .setRequestMarshaller(new FrameMarshaller())
                .setResponseMarshaller(new FrameMarshaller())
                .build();
        var answers = ClientCalls.blockingServerStreamingCall(channel,
                raw.toBuilder().setType(MethodDescriptor.MethodType.SERVER_STREAMING).build(),
                CallOptions.DEFAULT.withDeadlineAfter(5, java.util.concurrent.TimeUnit.SECONDS),
                request);
        answers.next();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE,
            RequestId.InSession.MAX_SEQ + 1})
    void refusesNumbersInASessionThatAreNone(long seq) {
        var session = gavel.openSession(OpenSessionRequest.getDefaultInstance()).getClient();
        var replies = new Recorder<dev.gavel.wire.v1.ReplyFrame>();
        var stream = GavelGrpc.newStub(channel).submit(replies);
        stream.onNext(SubmitFrame.newBuilder()
                .setClient(session)
                .setAckedBelow(seq > 0 ? seq : 0)
                .addCommands(Command.newBuilder()
                        .setSeq(seq)
                        .setUser("ann")
                        .setJson(ByteString.copyFromUtf8("{\"op\":\"register\"}")))
                .build());

        await().until(() -> !replies.messages.isEmpty());

        var outcome = TestHouse.json(
                replies.messages.getFirst().getOutcomes(0).getJson().toStringUtf8());
        assertThat(outcome.path("code").asText()).isEqualTo("BAD_COMMAND");
        assertThat(outcome.path("message").asText()).startsWith("seq: ");
        stream.onCompleted();
    }

    @Test
    void logsNothingWhenACallerHangsUp() {
        try (var log = LogRecorder.begin()) {
            for (var n = 0; n < 50; n++) {
                var call = channel.newCall(GavelGrpc.getQueryMethod(), CallOptions.DEFAULT);
                ClientCalls.asyncUnaryCall(call, QueryRequest.newBuilder()
                        .setConsistency(Consistency.LINEARIZABLE)
                        .setJson(ByteString.copyFromUtf8("{\"query\":\"auctions\"}"))
                        .build(), new Recorder<>());
                call.cancel("gone", null);
            }
            gavel.query(QueryRequest.newBuilder()
                    .setJson(ByteString.copyFromUtf8("{\"query\":\"auctions\"}"))
                    .build());
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void cutsOffWhoSendsSettingsWithoutEnd() throws IOException {
        isCutOff(List.of(EMPTY_SETTINGS), 10_000);
    }

    @Test
    void cutsOffWhoSendsPrioritiesWithoutEnd() throws IOException {
        isCutOff(List.of(new byte[]{0, 0, 5, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}), 10_000);
    }

    @Test
    void cutsOffWhoBreaksOffCallsWithoutEnd() throws IOException {
        var calls = new ArrayList<byte[]>();
        for (var stream = 1; stream < 8_000; stream += 2) {
            // HEADERS with ":method: POST", ":scheme: http", ":path: /", then RST_STREAM
            calls.add(ByteBuffer.allocate(9 + 3 + 9 + 4)
                    .put(new byte[]{0, 0, 3, 1, 4})
                    .putInt(stream)
                    .put(new byte[]{(byte) 0x83, (byte) 0x86, (byte) 0x84})
                    .put(new byte[]{0, 0, 4, 3, 0})
                    .putInt(stream)
                    .putInt(8)
                    .array());
        }
        isCutOff(calls, 1);
    }

    private static void isCutOff(List<byte[]> frames, int times) throws IOException {
        try (var log = LogRecorder.begin();
                var socket = new Socket(InetAddress.getLoopbackAddress(),
                        house.server().address().clientPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(EMPTY_SETTINGS);
            var sent = 0;
            try {
                for (var n = 0; n < times; n++) {
                    for (var frame : frames) {
                        socket.getOutputStream().write(frame);
                        sent++;
                    }
                }
                socket.getInputStream().readAllBytes();
            } catch (SocketException cutOff) {
                // Which is what was to be seen.
            }
            assertThat(sent).isPositive();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(gavel.cluster(dev.gavel.wire.v1.ClusterRequest.getDefaultInstance())
                .getServersCount()).isEqualTo(1);
    }

    @Test
    void cutsOffWhoDoesNotFinishTheGreeting() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(),
                house.server().address().clientPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(PREFACE, 0, 10);

            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
        }
    }
}
