package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Disposition;
import dev.gavel.wire.v1.QueryReply;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A single command among servers of which some are dead, frozen, busy or do not lead. */
class LeaderSeekingTest {
    private static final JsonObject BID = Commands.bid("1", 12_550, OptionalLong.empty());

    private final FakeServer first = new FakeServer();
    private final FakeServer second = new FakeServer();
    private final FakeServer third = new FakeServer();

    @AfterEach
    void stopServers() {
        first.close();
        second.close();
        third.close();
    }

    /** The first call of a process loads the network's library, which takes longer than a try here. */
    @BeforeAll
    static void loadWhatCallsNeed() throws InterruptedException {
        try (var server = new FakeServer();
                var house = AuctionClient.connect(ClientConfig
                        .of(List.of(server.address()))
                        .withDeadline(Duration.ofSeconds(30)))) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
    }

    private static AuctionClient client(ServerAddress... servers) {
        return AuctionClient.connect(ClientConfig.of(List.of(servers))
                .withDeadline(Duration.ofMillis(1_500))
                .withTimeouts(Duration.ofMillis(400), Duration.ofMillis(400))
                .withWhenNoneListens(Duration.ofMillis(200)));
    }

    @Test
    void givesTheOutcomeOfTheServerThatLeads() throws Exception {
        try (var house = client(first.address())) {
            var outcome = house.execute("ann", BID);
            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.index()).isEqualTo(7);
            assertThat(outcome.at()).hasToString("Optional[2026-01-01T00:00:00Z]");
        }
        var command = first.executed.get(0);
        assertThat(command.getUser()).isEqualTo("ann");
        assertThat(command.getForward()).isTrue();
        assertThat(command.getKey()).isNotEmpty();
        assertThat(command.getJson().toStringUtf8())
                .isEqualTo("{\"op\":\"bid\",\"auction\":\"1\",\"amount\":12550}");
    }

    @Test
    void followsTheHintToALeaderItWasNotTold() throws Exception {
        first.follow(second.address());
        try (var house = client(first.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
        assertThat(second.executed).hasSize(1);
        assertThat(second.executed.get(0).getKey()).isEqualTo(first.executed.get(0).getKey());
    }

    @Test
    void asksTheHintedServerBeforeTheNextInTheList() throws Exception {
        first.follow(third.address());
        try (var house = client(first.address(), second.address(), third.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
        assertThat(second.executed).isEmpty();
    }

    @Test
    void doesNotGoRoundInCirclesBetweenServersThatNameEachOther() throws Exception {
        first.follow(second.address());
        second.follow(first.address());
        try (var house = client(first.address(), second.address())) {
            var outcome = house.execute("ann", BID);
            assertThat(outcome.code()).isEqualTo(Outcome.NO_LEADER);
            assertThat(outcome.message())
                    .matches("no majority within .+: asked 127\\.0\\.0\\.1:.*");
            assertThat(outcome.withoutEffect()).isTrue();
        }
        assertThat(first.executed.size()).isBetween(3, 40);
    }

    @Test
    void goesOnWhereAServerIsDead() throws Exception {
        first.close();
        try (var house = client(first.address(), second.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
    }

    @Test
    void leavesAFrozenServerSoonAndDoesNotAskItFirstAgain() throws Exception {
        try (var frozen = frozenServer();
                var house = client(addressOf(frozen), second.address())) {
            var started = System.nanoTime();
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
            var firstCall = System.nanoTime() - started;
            assertThat(Duration.ofNanos(firstCall)).isLessThan(Duration.ofMillis(1_400));
            started = System.nanoTime();
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void asksWithTheSameKeyAfterASilence() throws Exception {
        first.onExecute = (command, answer) -> {};
        try (var house = client(first.address(), second.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
        assertThat(first.executed.get(0).getKey()).isEqualTo(second.executed.get(0).getKey());
    }

    @Test
    void callsTheOutcomeUnknownWhenAServerTookTheCommandAndNobodyAnswers() throws Exception {
        first.onExecute = (command, answer) -> {};
        second.follow(null);
        try (var house = client(first.address(), second.address())) {
            var outcome = house.execute("ann", BID);
            assertThat(outcome.status()).isEqualTo(Outcome.Status.EXCEPTION);
            assertThat(outcome.code()).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome.withoutEffect()).isFalse();
            assertThat(outcome.message()).contains("outcome is unknown");
            assertThat(outcome.json().text("key")).contains(first.executed.get(0).getKey());
        }
    }

    @Test
    void saysWhoWasTriedWhenNobodyListens() throws Exception {
        first.close();
        second.close();
        try (var house = client(first.address(), second.address())) {
            var outcome = house.execute("ann", BID);
            assertThat(outcome.code()).isEqualTo(Outcome.NO_SERVER);
            assertThat(outcome.message()).matches("no server reached within .+: tried .*")
                    .contains(first.address() + " (")
                    .contains("connection refused");
        }
    }

    @Test
    void findsAServerThatComesBackWhileItTries() throws Exception {
        first.close();
        second.follow(null);
        try (var house = client(first.address(), second.address())) {
            var outcome = house.executeAsync("ann", BID);
            try (var again = new FakeServer(first.address().port())) {
                assertThat(outcome.get().succeeded()).isTrue();
                assertThat(again.executed).hasSize(1);
            }
        }
    }

    @Test
    void waitsWhereTheLeaderIsBusy() throws Exception {
        var calls = new AtomicInteger();
        first.onExecute = (command, answer) -> FakeServer.reply(answer,
                calls.incrementAndGet() < 3
                        ? dev.gavel.wire.v1.Outcome.newBuilder()
                                .setDisposition(Disposition.BUSY)
                                .setRetryAfterMillis(20)
                                .build()
                        : FakeServer.outcome(FakeServer.success()));
        try (var house = client(first.address(), second.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
        assertThat(calls).hasValue(3);
        assertThat(second.executed).isEmpty();
    }

    @Test
    void asksAgainWhereTheServerCannotTell() throws Exception {
        first.onExecute = (command, answer) -> FakeServer.reply(answer,
                dev.gavel.wire.v1.Outcome.newBuilder()
                        .setDisposition(Disposition.UNKNOWN)
                        .setJson(ByteString.copyFromUtf8("{\"status\":\"exception\"}"))
                        .build());
        try (var house = client(first.address(), second.address())) {
            assertThat(house.execute("ann", BID).succeeded()).isTrue();
        }
        assertThat(second.executed.get(0).getKey()).isEqualTo(first.executed.get(0).getKey());
    }

    @Test
    void takesARefusalOfTheCallerAtItsWord() throws Exception {
        first.onExecute = (command, answer) -> answer.onError(
                Status.UNAUTHENTICATED.withDescription("no such token").asRuntimeException());
        try (var house = client(first.address(), second.address())) {
            var outcome = house.execute("ann", BID);
            assertThat(outcome.status()).isEqualTo(Outcome.Status.FAIL);
            assertThat(outcome.message()).isEqualTo("no such token");
        }
        assertThat(second.executed).isEmpty();
    }

    @Test
    void sendsTheTokenWithEachCall() throws Exception {
        try (var house = AuctionClient.connect(
                ClientConfig.of(List.of(first.address())).withToken("secret"))) {
            assertThat(house.query("", JsonObject.of("query", "items")).found()).isTrue();
        }
        assertThat(first.credentials).containsExactly("Bearer secret");
    }

    @Test
    void readsFromAnotherServerWhereOneIsSilent() throws Exception {
        first.onQuery = (query, answer) -> {};
        try (var house = client(first.address(), second.address())) {
            var answer = house.query("ann", JsonObject.of("query", "items"));
            assertThat(answer.found()).isTrue();
            assertThat(answer.index()).isEqualTo(7);
        }
    }

    /** On a busy machine every server may need more than a try for its first answer. */
    @Test
    void goesOnAskingForAReadWhereTheServersListenButAreSlow() throws Exception {
        first.onQuery = (query, answer) -> {
            if (first.queries.size() > 1) {
                FakeServer.reply(answer, QueryReply.newBuilder()
                        .setStatus(200)
                        .setIndex(9)
                        .setJson(ByteString.copyFromUtf8("{}"))
                        .build());
            }
        };
        try (var house = client(first.address())) {
            var answer = house.query("ann", JsonObject.of("query", "items"));
            assertThat(answer.json()).hasToString("{}");
            assertThat(answer.index()).isEqualTo(9);
        }
    }

    /** A machine that is very busy takes a connection late; one that is not there refuses it. */
    @Test
    void goesOnForTheWholeTimeWhereNoConnectionCameInTime() throws Exception {
        try (var frozen = frozenServer(); var house = client(addressOf(frozen))) {
            var began = System.nanoTime();
            var answer = house.query("ann", JsonObject.of("query", "items"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThan(Duration.ofMillis(1_400));
        }
    }

    @Test
    void endsWhatIsUnderWayWhenItIsClosed() throws Exception {
        first.onExecute = (command, answer) -> {};
        var house = client(first.address());
        var outcome = house.executeAsync("ann", BID);
        house.close();
        assertThat(outcome.get().status()).isEqualTo(Outcome.Status.EXCEPTION);
    }

    private static ServerSocket frozenServer() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static ServerAddress addressOf(ServerSocket socket) {
        return new ServerAddress("127.0.0.1", socket.getLocalPort());
    }
}
