package dev.gavel.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.GavelGrpc;
import io.grpc.MethodDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Ways in which a call breaks on this side of the wire; each is an outcome, none an exception. */
class BrokenCallsTest {
    private static final Duration CONNECT = Duration.ofMillis(20);
    private static final Duration ATTEMPT = Duration.ofMillis(40);

    private final ClientTimer timer = new ClientTimer();

    @AfterEach
    void stop() {
        timer.close();
    }

    /** Writes its question only when told to, as a machine does that has no time for it. */
    private static MethodDescriptor<String, String> slow(CountDownLatch goOn) {
        var marshaller = new MethodDescriptor.Marshaller<String>() {
            @Override
            public InputStream stream(String value) {
                try {
                    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public String parse(InputStream stream) {
                return "";
            }
        };
        return MethodDescriptor.newBuilder(marshaller, marshaller)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("gavel.v1.Gavel/Execute")
                .build();
    }

    @Test
    void aConnectTimerThatFiresBeforeTheQuestionIsHandedOnIsAnAttempt() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var config = ClientConfig.defaults().withTimeouts(CONNECT, ATTEMPT);
            var address = new ServerAddress("127.0.0.1", silent.getLocalPort());
            var heard = new CompletableFuture<Attempt<String>>();
            try (var connection = new ServerConnection(address, config, timer)) {
                var goOn = new CountDownLatch(1);
                // Behind the connect timer in the one queue of timers, so the call is cancelled by then.
                timer.after(CONNECT.multipliedBy(3), goOn::countDown);
                connection.ask(slow(goOn), "question", ATTEMPT, heard::complete);
                assertThat(heard.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(Attempt.Unreachable.class);
            }
        }
    }

    @Test
    void anythingAskedOfAClosedConnectionIsUnreachable() throws Exception {
        var heard = new CompletableFuture<Attempt<String>>();
        var connection = new ServerConnection(new ServerAddress("127.0.0.1", 9),
                ClientConfig.defaults(), timer);
        connection.close();
        connection.ask(slow(new CountDownLatch(0)), "question", ATTEMPT, heard::complete);
        assertThat(heard.get(10, TimeUnit.SECONDS)).isInstanceOf(Attempt.Unreachable.class);
    }

    @Test
    void anAnswerThatCannotBeReadLeavesTheOutcomeUnknown() throws Exception {
        try (var server = new FakeServer(); var client = clientOf(server.address())) {
            server.onExecute = (command, answer) -> FakeServer.reply(answer,
                    FakeServer.outcome("<html>"));
            var outcome = client.execute("ann", bid());
            assertThat(outcome.code()).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome.withoutEffect()).isFalse();
        }
    }

    @Test
    void aServerThatDiesWhileItDecidesLeavesTheOutcomeUnknown() throws Exception {
        try (var server = new FakeServer(); var client = clientOf(server.address())) {
            server.onExecute = (command, answer) -> Thread.ofVirtual().start(server::close);
            var outcome = client.execute("ann", bid());
            assertThat(outcome.withoutEffect()).isFalse();
            assertThat(outcome.message()).doesNotContain("Exception", "io.grpc")
                    .contains("no answer within");
        }
    }

    @Test
    void aReadWhoseAnswerNeverComesIsNotCalledUnknown() throws Exception {
        try (var server = new FakeServer(); var client = clientOf(server.address())) {
            server.onQuery = (query, answer) -> {};
            var answer = client.query("ann", JsonObject.of("query", "auctions"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.refusal().message()).doesNotContain("unknown");
        }
    }

    @Test
    void aStreamGoesOnAfterAConnectionThatWasGivenUpTooSoon() throws Exception {
        try (var server = new FakeServer();
                var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var client = AuctionClient.connect(ClientConfig
                        .of(List.of(new ServerAddress("127.0.0.1", silent.getLocalPort()),
                                server.address()))
                        .withTimeouts(Duration.ofMillis(1), ATTEMPT));
                var stream = client.openStream()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> stream.execute("ann", bid())
                            .get(15, TimeUnit.SECONDS)
                            .succeeded());
        }
    }

    @Test
    void aClosedClientGivesOutcomesToo() throws Exception {
        var client = clientOf(new ServerAddress("127.0.0.1", 9));
        client.close();
        assertThat(client.execute("ann", bid()).withoutEffect()).isTrue();
        assertThat(client.query("ann", JsonObject.of("query", "auctions")).found()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
            "SSH-2.0-x\r\n",
            "\u0016\u0003\u0001\u0002", "", "<html></html>"})
    void whatIsNoServerOfTheHouseIsToldInPlainWords(String greeting) throws Exception {
        try (var other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var client = clientOf(new ServerAddress("127.0.0.1", other.getLocalPort()))) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        try (var in = other.accept()) {
                            in.getOutputStream()
                                    .write(greeting.getBytes(StandardCharsets.ISO_8859_1));
                        }
                    }
                } catch (IOException e) {
                    // closed
                }
            });
            var outcome = client.execute("ann", bid());
            assertThat(outcome.code()).isEqualTo(Outcome.NO_SERVER);
            assertThat(outcome.message()).doesNotContain("Exception", "java", "grpc", "netty",
                    "SETTINGS", "Hex");
        }
    }

    @ParameterizedTest
    @CsvSource({"gavel_node:20680,gavel_node,20680", "[::1]:20000,::1,20000",
            "a-b.example:1,a-b.example,1", "127.0.0.1:65535,127.0.0.1,65535",
            "münchen.example:20000,münchen.example,20000"})
    void readsAddressesThatSystemsKnow(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":20000", "host:99999", "host:0", "host:-1",
            "host:٣", "a b:1", "::1:20000", "[::1]", "[::1:20000", "[host]:1", "999.1.1.1:1",
            "1.2.3:1", "http://host:1", "user@host:1", "host/x:1", "-:1", "host:1:2",
            "[fe80::1%nowhere9]:1", "..:1"})
    void refusesWhatIsNoAddressWithASentence(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + text + "\" is no server address: ");
    }

    @Test
    void aHostThatNobodyKnowsIsUnreachable() throws Exception {
        try (var client = clientOf(new ServerAddress("gavel_node.invalid", 20_680))) {
            var outcome = client.execute("ann", bid());
            assertThat(outcome.code()).isEqualTo(Outcome.NO_SERVER);
            assertThat(outcome.message()).startsWith("no server reached within ")
                    .doesNotContain("Exception", "java");
        }
    }

    @Test
    void anIpv6AddressIsReachedByCallsAndStreams() throws Exception {
        try (var server = FakeServer.onIpv6();
                var client = clientOf(ServerAddress.parse(server.address().toString()));
                var stream = client.openStream()) {
            assertThat(server.address().host()).contains(":");
            assertThat(client.execute("ann", bid()).succeeded()).isTrue();
            assertThat(stream.execute("ann", bid()).get(20, TimeUnit.SECONDS).succeeded())
                    .isTrue();
        }
    }

    /** What the network's library says where something fails on its own threads. */
    private static List<String> panics(Executable during) throws Throwable {
        var logger = Logger.getLogger("io.grpc");
        var told = new CopyOnWriteArrayList<String>();
        var ears = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                    told.add(line.getMessage());
                }
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        logger.addHandler(ears);
        logger.setUseParentHandlers(false);
        try {
            during.execute();
            return told;
        } finally {
            logger.removeHandler(ears);
            logger.setUseParentHandlers(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "gavel_node.invalid"})
    void aNameThatIsFoundOrNotAfterTheClientIsClosedDisturbsNobody(String host) throws Throwable {
        assertThat(panics(() -> {
            var lookups = new LinkedBlockingQueue<Runnable>();
            var threads = NetworkThreads.lease();
            var channel = threads.give(Dial.channel(new ServerAddress(host, 9)))
                    .usePlaintext()
                    .offloadExecutor(lookups::add)
                    .build();
            channel.getState(true);
            var slow = lookups.poll(20, TimeUnit.SECONDS);
            assertThat(slow).as("a lookup").isNotNull();
            channel.shutdownNow();
            threads.close();
            assertThat(channel.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            requireNonNull(slow).run();
        })).isEmpty();
    }

    @Test
    void aConnectionThatWasGivenUpBeforeTheClientIsClosedDisturbsNobody() throws Throwable {
        assertThat(panics(() -> {
            try (var server = new FakeServer()) {
                var asked = new CountDownLatch(1);
                server.onExecute = (command, answer) -> asked.countDown();
                var ended = new CompletableFuture<Attempt<dev.gavel.wire.v1.Outcome>>();
                try (var connection = new ServerConnection(server.address(),
                        ClientConfig.defaults(), timer)) {
                    connection.ask(GavelGrpc.getExecuteMethod(), Command.getDefaultInstance(),
                            Duration.ofMinutes(1), ended::complete);
                    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                    connection.renew(); // the call goes on, on what is no longer its connection
                }
                assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(Attempt.Silent.class);
            }
        })).isEmpty();
    }

    @Test
    void tellsTheTimeOfTheWholeAndHowOftenAServerWasAsked() throws Exception {
        try (var server = new FakeServer(); var client = clientOf(server.address())) {
            server.onExecute = (command, answer) -> FakeServer.reply(answer,
                    dev.gavel.wire.v1.Outcome.newBuilder()
                            .setDisposition(Disposition.BUSY)
                            .setRetryAfterMillis(10)
                            .setJson(ByteString.copyFromUtf8("{\"status\":\"exception\",\"code\":"
                                    + "\"NO_LEADER\",\"message\":\"Server 1 found no leader in the"
                                    + " 7 ms that it tried.\"}"))
                            .build());
            var outcome = client.execute("ann", bid());
            assertThat(outcome.code()).isEqualTo(Outcome.NO_LEADER);
            assertThat(outcome.message()).matches("no majority within 1(\\.[0-9])? s: asked "
                    + server.address() + " \\([0-9]+ times, at last: Server 1 found no leader"
                    + " in the 7 ms that it tried\\.\\)");
            assertThat(server.executed).hasSizeGreaterThan(2);
        }
    }

    private static JsonObject bid() {
        return Commands.bid("1", 12_550, OptionalLong.empty());
    }

    private static AuctionClient clientOf(ServerAddress address) {
        return AuctionClient.connect(ClientConfig.of(List.of(address))
                .withDeadline(Duration.ofSeconds(1))
                .withWhenNoneListens(Duration.ofMillis(300)));
    }
}
