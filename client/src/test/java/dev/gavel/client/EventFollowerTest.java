package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.wire.v1.ClusterReply;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Following the feed among servers that end the stream, freeze, repeat themselves or forget. */
class EventFollowerTest {
    private final FakeServer first = new FakeServer();
    private final FakeServer second = new FakeServer();
    private final Told told = new Told();

    @AfterEach
    void stopServers() {
        first.close();
        second.close();
    }

    /** Keeps what it is told, as one line each. */
    private static final class Told implements EventHandler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void event(HouseEvent event) {
            lines.add(event.position() + " " + event.type() + " " + event.json());
        }

        @Override
        public void reset(FeedPosition position, JsonObject view) {
            lines.add(position + " reset " + view);
        }

        @Override
        public void refused(Outcome why) {
            lines.add("refused " + why.message());
        }

        private void awaitLines(String... expected) {
            await().atMost(Duration.ofSeconds(10)).until(() -> lines.size() >= expected.length);
            assertThat(lines).containsExactly(expected);
        }
    }

    private static AuctionClient client(ServerAddress... servers) {
        return AuctionClient.connect(ClientConfig.of(List.of(servers))
                .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300)));
    }

    private static Optional<FeedPosition> at(String position) {
        return FeedPosition.parse(position);
    }

    @Test
    void asksForTheAuctionFromThePosition() {
        first.onWatch = (request, events) -> events.onNext(
                FakeServer.event("5.1", "bidAccepted", "{\"amount\":100}"));
        try (var house = client(first.address());
                var follower = house.follow("ann", Optional.of("1"), at("5.0"), told)) {
            told.awaitLines("5.1 bidAccepted {\"amount\":100}");
            assertThat(follower.position()).isEqualTo(at("5.1"));
        }
        assertThat(first.watches.get(0).getAuction()).isEqualTo("1");
        assertThat(first.watches.get(0).getAfter()).isEqualTo("5.0");
        assertThat(first.watches.get(0).getUser()).isEqualTo("ann");
    }

    @Test
    void goesOnAfterTheSamePositionWhenItsServerDies() {
        first.onWatch = (request, events) -> {
            events.onNext(FakeServer.event("1.0", "a", "{}"));
            events.onNext(FakeServer.event("1.1", "b", "{}"));
        };
        second.onWatch = (request, events) -> {
            if (request.getAfter().isEmpty()) {
                events.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            assertThat(request.getAfter()).isEqualTo("1.1");
            events.onNext(FakeServer.event("1.1", "b", "{}")); // again, by mistake
            events.onNext(FakeServer.event("2.0", "c", "{}"));
        };
        try (var house = client(first.address(), second.address());
                var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
            told.awaitLines("1.0 a {}", "1.1 b {}");
            first.close();
            told.awaitLines("1.0 a {}", "1.1 b {}", "2.0 c {}");
            assertThat(follower.position()).isEqualTo(at("2.0"));
        }
    }

    @Test
    void leavesAServerThatFreezesWhileItIsFollowed() {
        first.onWatch = (request, events) -> {
            first.onCluster = (asked, answer) -> {};
            events.onNext(FakeServer.event("1.0", "a", "{}"));
        };
        second.onWatch = (request, events) -> {
            if (request.getAfter().isEmpty()) {
                events.onError(Status.UNAVAILABLE.asRuntimeException());
            } else {
                events.onNext(FakeServer.event("2.0", "b", "{}"));
            }
        };
        try (var house = client(first.address(), second.address());
                var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
            told.awaitLines("1.0 a {}", "2.0 b {}");
            assertThat(follower.position()).isEqualTo(at("2.0"));
        }
    }

    @Test
    void staysWithAQuietServerThatLives() {
        first.onWatch = (request, events) -> events.onNext(
                FakeServer.event("1.0", "a", "{}"));
        var asked = new AtomicInteger();
        first.onCluster = (request, answer) -> {
            asked.addAndGet(request.getOnlySelf() ? 1 : 0);
            FakeServer.reply(answer, ClusterReply.getDefaultInstance());
        };
        try (var house = client(first.address());
                var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() >= 2);
            assertThat(first.watches).hasSize(1);
            assertThat(follower.position()).isEqualTo(at("1.0"));
        }
    }

    @Test
    void goesOnWhenTheServerEndsTheStream() {
        first.onWatch = (request, events) -> {
            if (request.getAfter().isEmpty()) {
                events.onNext(FakeServer.event("3.0", "a", "{}"));
                events.onError(Status.UNAVAILABLE.withDescription("stopping")
                        .asRuntimeException());
            } else {
                events.onNext(FakeServer.event("3.1", "b", "{}"));
            }
        };
        try (var house = client(first.address());
                var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
            told.awaitLines("3.0 a {}", "3.1 b {}");
            assertThat(first.watches.get(1).getAfter()).isEqualTo("3.0");
            assertThat(follower.position()).isEqualTo(at("3.1"));
        }
    }

    @Test
    void keepsThePositionThatAHeartbeatNames() {
        first.onWatch = (request, events) -> {
            if (request.getAfter().isEmpty()) {
                events.onNext(FakeServer.event("9.2", "heartbeat", ""));
                events.onCompleted();
            } else {
                events.onNext(FakeServer.event("9.3", "a", "{}"));
            }
        };
        try (var house = client(first.address());
                var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
            told.awaitLines("9.3 a {}");
            assertThat(first.watches.get(1).getAfter()).isEqualTo("9.2");
            assertThat(follower.position()).isEqualTo(at("9.3"));
        }
    }

    @Test
    void givesTheViewWhenThePositionIsNoLongerHeld() {
        first.onWatch = (request, events) -> {
            events.onNext(FakeServer.event("70.0", "reset", "{\"auction\":\"1\"}"));
            events.onNext(FakeServer.event("71.0", "a", "{}"));
        };
        try (var house = client(first.address());
                var follower = house.follow("", Optional.of("1"), at("1.0"), told)) {
            told.awaitLines("70.0 reset {\"auction\":\"1\"}", "71.0 a {}");
            assertThat(follower.position()).isEqualTo(at("71.0"));
        }
    }

    @Test
    void leavesAServerThatIsFrozen() throws Exception {
        try (var frozen = new java.net.ServerSocket(0, 50,
                java.net.InetAddress.getLoopbackAddress())) {
            second.onWatch = (request, events) -> events.onNext(
                    FakeServer.event("1.0", "a", "{}"));
            var address = new ServerAddress("127.0.0.1", frozen.getLocalPort());
            try (var house = client(address, second.address());
                    var follower = house.follow("", Optional.empty(), Optional.empty(), told)) {
                told.awaitLines("1.0 a {}");
                assertThat(follower.position()).isPresent();
            }
        }
    }

    @Test
    void saysWhyTheHouseRefuses() {
        first.onWatch = (request, events) -> events.onError(
                Status.NOT_FOUND.withDescription("There is no auction 7.").asRuntimeException());
        try (var house = client(first.address());
                var follower = house.follow("", Optional.of("7"), Optional.empty(), told)) {
            told.awaitLines("refused There is no auction 7.");
            assertThat(follower.position()).isEmpty();
        }
    }

    @Test
    void tellsNothingOnceClosed() {
        first.onWatch = (request, events) -> {};
        try (var house = client(first.address())) {
            var follower = house.follow("", Optional.empty(), Optional.empty(), told);
            await().until(() -> !first.watches.isEmpty());
            follower.close();
        }
        assertThat(told.lines).isEmpty();
    }
}
