package dev.gavel.sellerrun;

import dev.gavel.client.ServerAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where one buyer is reached by sellers. The house knows one address of everybody, so that all seats of
 * a buyer are at the same one.
 */
public final class BuyerProgram implements AutoCloseable {
    private final SaleHouse house;
    private final String buyer;
    private final BuyerPort service;
    private final Port port;

    private BuyerProgram(SaleHouse house, String buyer, BuyerPort service, Port port) {
        this.house = house;
        this.buyer = buyer;
        this.service = service;
        this.port = port;
    }

    /**
     * Listens.
     *
     * @param house as {@code buyer} uses it
     * @param server one of the servers of the house
     * @param listen where to listen; empty: on any free port, as the house sees this machine
     * @throws IOException with a sentence, if it cannot be
     */
    public static BuyerProgram open(SaleHouse house, String buyer, ServerAddress server,
            Optional<InetSocketAddress> listen) throws IOException {
        var service = new BuyerPort(buyer);
        return new BuyerProgram(house, buyer, service, Port.open(listen, server, service));
    }

    /** Joins an auction that its seller's program runs, or comes back to one. */
    public Buying join(String auction, BuyingListener listener)
            throws InterruptedException, SaleFailedException {
        return Buying.join(this, false, auction, listener);
    }

    /** Who buys. */
    public String buyer() {
        return buyer;
    }

    /** Where sellers reach it, {@code host:port}. */
    public String address() {
        return port.address();
    }

    SaleHouse house() {
        return house;
    }

    void serve(String auction, Seat seat, Loop loop, Optional<String> sellerKey) {
        service.serve(auction, seat, loop, sellerKey);
    }

    void forget(String auction, Seat seat) {
        service.forget(auction, seat);
    }

    /** Listens no more; seats are closed before. */
    @Override
    public void close() {
        port.close();
    }
}
