package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Threads of the network are there as long as a client of the process is. */
class NetworkThreadsTest {

    private static final JsonObject BID = Commands.bid("1", 12_550, OptionalLong.empty());

    private static List<Thread> threads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().startsWith("gavel-client-network"))
                .toList();
    }

    @Test
    void endAtOnceWithTheLastClientAndAreThereAgainForTheNext() throws Exception {
        try (var server = new FakeServer()) {
            var config = ClientConfig.of(List.of(server.address()));
            for (var round = 0; round < 2; round++) {
                var first = AuctionClient.connect(config);
                var second = AuctionClient.connect(config);
                assertThat(first.execute("ann", BID).succeeded()).isTrue();
                assertThat(second.execute("ben", BID).succeeded()).isTrue();
                first.close();
                assertThat(second.execute("ben", BID).succeeded()).isTrue();
                first.close(); // a second time: nothing
                var alive = threads();
                assertThat(alive).isNotEmpty();
                assertThat(second.execute("ben", BID).succeeded()).isTrue();
                second.close();
                for (var thread : alive) {
                    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
                }
            }
        }
    }

    @Test
    void failCallsOfAClientThatIsClosed() throws Exception {
        try (var server = new FakeServer()) {
            var client = AuctionClient.connect(ClientConfig.of(List.of(server.address())));
            client.close();
            assertThat(client.execute("ann", BID).succeeded()).isFalse();
        }
        for (var thread : threads()) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }
}
