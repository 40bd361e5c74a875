package dev.gavel.client.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Who can serve the page to a bidder's own browser; found when it is called, and not before. */
public interface WebProvider {

    /**
     * How to serve it.
     *
     * @param listen where the browser finds it
     * @param seats where sellers reach the bidder; empty: on any free port
     */
    record Setup(InetSocketAddress listen, Optional<InetSocketAddress> seats) {}

    /** A page that is served until it is closed. */
    interface Agent extends AutoCloseable {

        /** What to open in a browser, such as {@code http://127.0.0.1:8090/}. */
        String address();

        /** Whether a server of the house answered yet. */
        boolean reachesTheHouse();

        @Override
        void close();
    }

    /**
     * Serves the page from now on.
     *
     * @throws IOException with a sentence, if it cannot be
     */
    Agent open(House house, Setup setup) throws IOException;
}
