package dev.gavel.sellerrun.page;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.ServerAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Serves the page to a bidder's own browser. */
public final class PageAgent {

    private PageAgent() {}

    /**
     * Serves the page from now on, until it is closed.
     *
     * @param client of the house; the caller's, and still open when the page is closed
     * @param server one of the house, which tells how this machine is reached
     * @param user whom the page takes its reader for at first
     * @param listen where the browser finds it
     * @param seats where sellers reach the bidder; empty: on any free port
     * @throws IOException with a sentence, if it cannot be
     */
    public static LocalPage open(AuctionClient client, ServerAddress server, Optional<String> user,
            InetSocketAddress listen, Optional<InetSocketAddress> seats) throws IOException {
        var servers = new HouseServers(client::httpAddresses);
        try {
            servers.look();
            return new LocalPage(listen, user, servers, new Seats(client, server, seats));
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }
}
