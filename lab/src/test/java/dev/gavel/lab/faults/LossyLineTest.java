package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.ClientConfig;
import dev.gavel.client.Commands;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A line that loses messages: requests are sent again, and count once. */
@Tag("slow")
class LossyLineTest {

    private static final int BIDS = 60;
    private static final long SEED = 7;

    @Test
    @Timeout(120)
    void losesNoBidAndDoublesNoneThoughAnswersAreLost() throws Exception {
        try (var house = TestHouse.open();
                var line = new LossyLine(house.server().address().clientPort());
                var client = AuctionClient.connect(
                        ClientConfig.of(List.of(new ServerAddress("127.0.0.1", line.port())))
                                .withDeadline(Duration.ofSeconds(30)))) {
            var auction = house.openAuction("sue");
            for (var bid = 0; bid < BIDS; bid++) {
                var outcome = client.execute(bid % 2 == 0 ? "ann" : "bob",
                        Commands.bid(auction, 10_000 + 100L * bid, OptionalLong.empty()));
                assertThat(outcome.status()).as(outcome.message())
                        .isEqualTo(Outcome.Status.SUCCESS);
            }
            assertThat(line.cuts()).as("seed " + SEED).isPositive();
            var view = TestHouse.json(house.get("/v1/auctions/" + auction));
            assertThat(view.path("bids").asInt()).isEqualTo(BIDS);
            assertThat(view.path("price").asLong()).isEqualTo(10_000 + 100L * (BIDS - 1));
        }
    }

    /** Each connection is cut after some bytes of answers, drawn by lot. */
    private static final class LossyLine implements AutoCloseable {

        private static final int LEAST_BYTES = 200;
        private static final int MOST_BYTES = 1_000;

        private final ServerSocket door = new ServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Random random = new Random(SEED);
        private final AtomicInteger cuts = new AtomicInteger();

        LossyLine(int to) throws IOException {
            threads.execute(() -> {
                while (!door.isClosed()) {
                    try {
                        var near = door.accept();
                        var far = new Socket(InetAddress.getLoopbackAddress(), to);
                        var bytes = random.nextInt(LEAST_BYTES, MOST_BYTES);
                        threads.execute(() -> carry(near, far, Long.MAX_VALUE));
                        threads.execute(() -> carry(far, near, bytes));
                    } catch (IOException e) {
                        return; // the door was closed
                    }
                }
            });
        }

        private void carry(Socket from, Socket to, long bytes) {
            try (from; to) {
                var buffer = new byte[256];
                var left = bytes;
                for (var got = from.getInputStream().read(buffer); got >= 0; got = from
                        .getInputStream()
                        .read(buffer)) {
                    left -= got;
                    if (left < 0) {
                        cuts.incrementAndGet();
                        return; // with what was read on its way
                    }
                    to.getOutputStream().write(buffer, 0, got);
                }
            } catch (IOException e) {
                // the other direction was cut
            }
        }

        int port() {
            return door.getLocalPort();
        }

        int cuts() {
            return cuts.get();
        }

        @Override
        public void close() throws IOException {
            door.close();
            threads.shutdownNow();
        }
    }
}
