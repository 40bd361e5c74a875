package dev.gavel.sellerrun;

import dev.gavel.client.Dial;
import dev.gavel.client.ServerAddress;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Connections to the programs of sellers and buyers, by address. Safe for many threads. */
public final class Peers implements AutoCloseable {
    /** A sale has fewer buyers; beyond this the one that was not used for longest goes. */
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private final Map<String, ManagedChannel> channels = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ManagedChannel> eldest) {
            if (size() > MAX_CONNECTIONS) {
                eldest.getValue().shutdown();
                return true;
            }
            return false;
        }
    };

    /** The connection to an address; empty where the text is none. */
    synchronized Optional<ManagedChannel> to(String address) {
        var open = channels.get(address);
        if (open == null) {
            ServerAddress parsed;
            try {
                parsed = ServerAddress.parse(address);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            open = Dial.to(parsed)
                    .usePlaintext()
                    .directExecutor()
                    .disableRetry()
                    .idleTimeout(1, TimeUnit.MINUTES)
                    .maxInboundMessageSize(MAX_ANSWER_BYTES)
                    .build();
            channels.put(address, open);
        }
        if (open.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            open.resetConnectBackoff(); // its own pauses are longer than rounds
        }
        return Optional.of(open);
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }
}
