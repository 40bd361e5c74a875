package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.wire.v1.GavelGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that a call has for its connection. */
class ServerConnectionTest {
    private static final Duration WITHIN = Duration.ofMillis(20);

    @Test
    void beginsWhenTheCallHasBeenStartedHoweverLongThatTakes() throws Exception {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var timer = new ClientTimer()) {
            var address = new ServerAddress("127.0.0.1", frozen.getLocalPort());
            var connection = new ServerConnection(address,
                    ClientConfig.of(List.of(address)).withTimeouts(WITHIN, WITHIN), timer);
            var call = connection.newCall(GavelGrpc.getExecuteMethod(), CallOptions.DEFAULT,
                    new Delivery(), WITHIN);
            var passed = new CountDownLatch(1); // a machine with no turn for this thread meanwhile
            assertThat(timer.after(WITHIN.multipliedBy(5), passed::countDown)).isTrue();
            assertThat(passed.await(30, TimeUnit.SECONDS)).isTrue();

            var ended = new CompletableFuture<Status>();
            call.start(new ClientCall.Listener<dev.gavel.wire.v1.Outcome>() {
                @Override
                public void onClose(Status status, Metadata trailers) {
                    ended.complete(status);
                }
            }, connection.headers());

            assertThat(ended.get(30, TimeUnit.SECONDS).getDescription())
                    .startsWith(Endings.NO_CONNECTION_WITHIN);
            connection.close();
        }
    }
}
