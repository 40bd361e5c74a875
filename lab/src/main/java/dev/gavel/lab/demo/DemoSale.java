package dev.gavel.lab.demo;

import dev.gavel.lab.scenario.House;
import dev.gavel.lab.scenario.Stage;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** What goes on in the demonstration: a seller who keeps auctions open, and robots that bid. */
final class DemoSale implements AutoCloseable {

    private static final String SELLER = "sue";
    private static final List<String> BIDDERS = List.of("ann", "bob", "cleo", "dan");
    private static final List<String> ITEMS = List.of("Oak table", "Brass telescope", "Tea set",
            "Globe of 1890", "Violin", "Box of letters", "Station clock", "Silver spoon");
    private static final int OPEN_AT_ONCE = 4;
    /** On a machine that is very busy, servers that have just started elect again and again. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(10);
    private static final int SHORTEST_SECONDS = 60;
    private static final int LONGEST_SECONDS = 180;

    private final House house;
    private final Consumer<String> say;
    private final AtomicReferenceArray<String> auctions = new AtomicReferenceArray<>(OPEN_AT_ONCE);
    private final AtomicLong bids = new AtomicLong();
    /** Whether it was said that nothing can be done; once for each time. */
    private final AtomicBoolean complained = new AtomicBoolean();
    private final DemoLedger ledger;
    private final DemoVisitor visitor;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Random random = new Random();

    private DemoSale(House house, Consumer<String> say) {
        this.house = house;
        this.say = say;
        this.ledger = new DemoLedger(house);
        this.visitor = new DemoVisitor(ledger);
    }

    /** Opens the first auctions, then lets the robots begin. */
    static DemoSale open(House house, Consumer<String> say) {
        var sale = new DemoSale(house, say);
        for (int place = 0; place < OPEN_AT_ONCE; place++) {
            sale.offerFirst(place);
        }
        sale.threads.execute(() -> sale.again(1_000, sale::replaceClosed));
        sale.threads.execute(() -> sale.again(2_000, sale.ledger::check));
        var showcase = new DemoShowcase(house, new Random());
        sale.threads.execute(() -> sale.again(3_000, showcase::goOn));
        sale.threads.execute(() -> sale.again(1_500, sale.visitor::goOn));
        BIDDERS.forEach(bidder -> sale.threads.execute(
                () -> sale.again(1_500, () -> sale.bidSomewhere(bidder))));
        return sale;
    }

    /** Bids that were accepted so far. */
    long bids() {
        return bids.get();
    }

    /** What the robots were told, held against what the house remembers. */
    DemoLedger.Count count() {
        return ledger.count();
    }

    /** These servers, by id their HTTP addresses, are tried by a bidder who asks no other. */
    void visit(Map<Integer, String> cutOff) {
        visitor.visit(cutOff);
    }

    /** What the last bid at server {@code id} was answered, as {@code NO_MAJORITY}; empty for none. */
    String answerAt(int id) {
        return visitor.answerAt(id);
    }

    private void offer(int place) {
        var item = ITEMS.get(random.nextInt(ITEMS.size()));
        int seconds = random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS);
        var opened = house.command(SELLER, House.op("create")
                .put("name", item)
                .put("itemName", item)
                .put("format", "english")
                .put("start", 1_000)
                .put("increment", 50)
                .put("durationMillis", seconds * 1_000L)
                .put("open", true));
        auctions.set(place, opened.path("auction").asText());
        if (!opened.path("status").asText().equals("success")) {
            say.accept("The house does not open an auction: " + opened.path("message").asText());
        }
    }

    /** Asks again for a while: on a busy machine five servers that have just started elect anew. */
    private void offerFirst(int place) {
        var until = System.nanoTime() + BEGINS_WITHIN.toNanos();
        while (true) {
            try {
                offer(place);
                return;
            } catch (VerbFailedException e) {
                if (e.exitCode() != ExitCodes.UNREACHED || System.nanoTime() > until) {
                    throw e;
                }
                complain(e);
            }
        }
    }

    private void replaceClosed() {
        for (int place = 0; place < OPEN_AT_ONCE; place++) {
            var view = house.auction(auctions.get(place));
            if (view.path("state").asText().equals("closed")) {
                say.accept("Auction " + auctions.get(place) + ", " + view.path("name").asText()
                        + ": "
                        + (view.path("winner").asText().isEmpty() ? "not sold"
                                : "sold to " + view.path("winner").asText() + " for "
                                        + Stage
                                                .amount(view.path("hammerPrice").asLong())));
                offer(place);
            }
        }
    }

    private void bidSomewhere(String bidder) {
        var auction = auctions.get(random.nextInt(OPEN_AT_ONCE));
        var view = house.auction(auction);
        if (!view.path("state").asText().equals("open")
                || view.path("leader").asText().equals(bidder)) {
            return;
        }
        long amount = view.path("minimumNext").asLong() + 50L * random.nextInt(6);
        var outcome = house.command(bidder,
                House.op("bid").put("auction", auction).put("amount", amount));
        if (outcome.path("status").asText().equals("success")) {
            bids.incrementAndGet();
            ledger.acknowledged(auction, new DemoLedger.Acknowledged(bidder, amount,
                    outcome.path("index").asLong()));
        }
    }

    /** Does something at random pauses until the sale is over, whatever becomes of each time. */
    private void again(int longestPauseMillis, Runnable something) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100, longestPauseMillis));
                something.run();
                complained.set(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (VerbFailedException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    complain(e);
                }
            }
        }
    }

    private void complain(VerbFailedException e) {
        if (complained.compareAndSet(false, true)) {
            say.accept("The sale waits: " + e.getMessage());
        }
    }

    /** Sends the robots home. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
