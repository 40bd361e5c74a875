package dev.gavel.sellerrun.page;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import dev.gavel.sellerrun.BuyerProgram;
import dev.gavel.sellerrun.SaleFailedException;
import dev.gavel.sellerrun.SaleHouse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the bidder sits with sellers who run their auctions themselves. Whoever asks under another name,
 * as a second tab may, has seats of their own.
 */
final class Seats implements AutoCloseable {

    /** Each has a thread; one person watches fewer. Beyond it those that are over make room. */
    static final int MOST = 100;

    private record Place(String user, String auction) {}

    private final AuctionClient client;
    private final ServerAddress server;
    private final Optional<InetSocketAddress> listen;
    /** Held while a seat is taken or left, which waits for the house; never to look at one. */
    private final ReentrantLock changes = new ReentrantLock();
    private final Map<String, BuyerProgram> programs = new HashMap<>();
    private final Map<Place, Sitting> taken = new LinkedHashMap<>();
    private boolean closed;

    /**
     * None is taken yet.
     *
     * @param server one of the house, which tells how this machine is reached
     * @param listen where sellers reach the bidder; empty: on any free port
     */
    Seats(AuctionClient client, ServerAddress server, Optional<InetSocketAddress> listen) {
        this.client = client;
        this.server = server;
        this.listen = listen;
    }

    /** The seat, if there is one. */
    Optional<Sitting> of(String user, String auction) {
        synchronized (taken) {
            return Optional.ofNullable(taken.get(new Place(user, auction)));
        }
    }

    /** Joins, or comes back; the outcome. Who sits there already goes on doing so. */
    JsonObject take(String user, String auction) throws InterruptedException {
        changes.lockInterruptibly();
        try {
            if (of(user, auction).isPresent()) {
                return success("You sit there already.");
            }
            if (closed || !makeRoom()) {
                return told(Outcome.exception(Outcome.BUSY, "This program has " + MOST
                        + " seats, and all of them are in auctions that go on."));
            }
            var sitting = new Sitting(user);
            var program = program(user);
            sitting.takes(program.join(auction, sitting));
            synchronized (taken) {
                taken.put(new Place(user, auction), sitting);
            }
            return success("You take part.");
        } catch (SaleFailedException e) {
            return told(e.outcome());
        } catch (IOException e) {
            return told(Outcome.refused("NOT_POSSIBLE", "The seller could not reach you: "
                    + e.getMessage() + "."));
        } finally {
            changes.unlock();
        }
    }

    private BuyerProgram program(String user) throws IOException {
        var known = programs.get(user);
        if (known == null) {
            known = BuyerProgram.open(SaleHouse.of(client, user), user, server, listen);
            programs.put(user, known);
        }
        return known;
    }

    private boolean makeRoom() {
        synchronized (taken) {
            if (taken.size() < MOST) {
                return true;
            }
            var ended = taken.entrySet()
                    .stream()
                    .filter(each -> each.getValue().isOver())
                    .findFirst();
            ended.ifPresent(each -> {
                each.getValue().close();
                taken.remove(each.getKey());
            });
            return ended.isPresent();
        }
    }

    /** Leaves, for good; the outcome, or that the seller is being told. */
    JsonObject leave(String user, String auction) throws InterruptedException {
        changes.lockInterruptibly();
        try {
            var sitting = of(user, auction);
            if (sitting.isEmpty()) {
                return told(Outcome.refused("NOT_FOUND", "You have no seat here to leave."));
            }
            var outcome = sitting.get().leave();
            if (outcome.isEmpty()) {
                return success("The seller is told that you leave.");
            }
            if (outcome.get().succeeded()) {
                sitting.get().close();
                synchronized (taken) {
                    taken.remove(new Place(user, auction));
                }
            }
            return told(outcome.get());
        } finally {
            changes.unlock();
        }
    }

    private static JsonObject success(String message) {
        return JsonObject.of("status", "success").with("code", "OK").with("message", message);
    }

    private static JsonObject told(Outcome outcome) {
        return outcome.json();
    }

    @Override
    public void close() {
        changes.lock();
        try {
            closed = true;
            synchronized (taken) {
                taken.values().forEach(Sitting::close);
                taken.clear();
            }
            programs.values().forEach(BuyerProgram::close);
            programs.clear();
        } finally {
            changes.unlock();
        }
    }
}
