package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that is busy with thousands of new connections, so that each takes longer than one try. */
class SlowConnectionTest {
    private static final Duration TAKES = Duration.ofMillis(700);
    private static final Duration TRY = Duration.ofMillis(200);

    /** Passes on to a server what comes in, but each connection only after {@link #TAKES}. */
    private static final class SlowDoor implements AutoCloseable {
        private final ServerSocket door;
        private final ServerAddress behind;
        private final AtomicInteger came = new AtomicInteger();

        SlowDoor(ServerAddress behind) throws IOException {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            this.behind = behind;
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        var in = door.accept();
                        came.incrementAndGet();
                        Thread.ofVirtual().start(() -> pass(in));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private void pass(Socket in) {
            try (in) {
                Thread.sleep(TAKES); // being slow is all it is here for; nothing is awaited
                try (var out = new Socket(behind.host(), behind.port())) {
                    Thread.ofVirtual().start(() -> copy(out, in));
                    copy(in, out);
                }
            } catch (IOException | InterruptedException e) {
                // the client went
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one of them went
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void isReachedByTheFirstConnectionInsteadOfEverMoreNewOnes() throws Exception {
        try (var server = new FakeServer();
                var door = new SlowDoor(server.address());
                var client = AuctionClient.connect(ClientConfig.of(List.of(
                        new ServerAddress("127.0.0.1", door.door.getLocalPort())))
                        .withTimeouts(TRY, TRY))) {
            var bid = Commands.bid("1", 12_550, OptionalLong.empty());
            assertThat(client.execute("ann", bid).succeeded()).isTrue();
            assertThat(server.executed).hasSize(1);
            assertThat(door.came).hasValue(1);
        }
    }
}
