package dev.gavel.lab.bench;

import dev.gavel.client.AuctionClient;
import dev.gavel.client.Commands;
import dev.gavel.client.Outcome;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** The auctions that are bid on, and how far each has come. They outlive one {@link Load}. */
final class Sales {

    static final String SELLER = "bench-seller";
    private static final byte[] SELLER_BYTES = SELLER.getBytes(StandardCharsets.UTF_8);
    private static final long LASTS_MILLIS = TimeUnit.HOURS.toMillis(24);

    private final List<Sale> sales = new ArrayList<>();

    /** One auction: each bid is for one more than the one before. */
    static final class Sale {

        private final String auction;
        private final byte[] head;
        private final AtomicLong price = new AtomicLong();

        private Sale(String auction) {
            this.auction = auction;
            head = ("{\"op\":\"bid\",\"auction\":\"" + auction + "\",\"amount\":")
                    .getBytes(StandardCharsets.UTF_8);
        }

        String auction() {
            return auction;
        }

        long price() {
            return price.get();
        }

        long nextAmount() {
            return price.incrementAndGet();
        }

        /** A bid of so many bytes at least: spaces make up for what it is shorter. */
        byte[] bid(long nextAmount, int bytes) {
            var amount = Long.toString(nextAmount);
            var length = head.length + amount.length() + 1;
            var bid = new byte[Math.max(bytes, length)];
            System.arraycopy(head, 0, bid, 0, head.length);
            for (var i = 0; i < amount.length(); i++) {
                bid[head.length + i] = (byte) amount.charAt(i);
            }
            java.util.Arrays.fill(bid, length - 1, bid.length - 1, (byte) ' ');
            bid[bid.length - 1] = '}';
            return bid;
        }
    }

    /** So many new ones, open. */
    static Sales of(House house, int count) throws InterruptedException {
        var sales = new Sales();
        sales.growTo(house, count, done -> {});
        return sales;
    }

    /**
     * Creates and opens as many as are missing, many at a time.
     *
     * @param progress told now and then how many there are
     */
    void growTo(House house, int count, LongConsumer progress) throws InterruptedException {
        var missing = count - sales.size();
        if (missing <= 0) {
            return;
        }
        var made = new String[missing];
        var answered = new AtomicInteger();
        var trouble = new AtomicReference<String>("");
        try (var client = AuctionClient
                .connect(house.client().withDeadline(Duration.ofSeconds(60)));
                var stream = client.openStream()) {
            for (var i = 0; i < missing; i++) {
                var create = Commands
                        .create("lot " + (sales.size() + i), "thing", "english", 1)
                        .with("open", true)
                        .with("durationMillis", LASTS_MILLIS)
                        .toBytes();
                while (!stream.offer(SELLER_BYTES, create, i, (tag, array, offset, length) -> {
                    var outcome = Outcome.parse(array, offset, length);
                    outcome.json()
                            .text("auction")
                            .ifPresentOrElse(id -> made[(int) tag] = id,
                                    () -> trouble.set(outcome.message()));
                    answered.incrementAndGet();
                })) {
                    pause(progress, answered);
                }
            }
            while (answered.get() < missing) {
                pause(progress, answered);
            }
        }
        for (var auction : made) {
            if (auction == null) {
                throw new VerbFailedException(ExitCodes.UNREACHED,
                        "no auction to bid on: " + trouble.get());
            }
            sales.add(new Sale(auction));
        }
    }

    private void pause(LongConsumer progress, AtomicInteger answered) throws InterruptedException {
        progress.accept(sales.size() + answered.get());
        LockSupport.parkNanos(1_000_000);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    int size() {
        return sales.size();
    }

    Sale at(int index) {
        return sales.get(index);
    }

    List<Sale> all() {
        return sales;
    }
}
