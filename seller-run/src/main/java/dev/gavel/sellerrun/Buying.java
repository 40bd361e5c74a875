package dev.gavel.sellerrun;

import dev.gavel.client.Answer;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A buyer's program around one seat: the port that the seller calls, joining at the house, and a look
 * at the house once a second, for the seller's address and for an end that the seller did not tell.
 */
public final class Buying implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SaleHouse house;
    private final SaleTerms terms;
    private final BuyingListener listener;
    private final Peers peers = new Peers();
    private final BuyerProgram program;
    private final boolean ownsProgram;
    private final CompletableFuture<Round> ended = new CompletableFuture<>();
    private final ThreadLoop loop = new ThreadLoop("gavel-seat", ended::completeExceptionally);
    private final Seat seat;
    private boolean begun;
    private boolean asking;
    private boolean away;
    private boolean registered;
    private volatile JsonObject view;

    private Buying(BuyerProgram program, boolean ownsProgram, JsonObject view, SaleTerms terms,
            BuyingListener listener) {
        this.house = program.house();
        this.program = program;
        this.ownsProgram = ownsProgram;
        this.view = view;
        this.terms = terms;
        this.listener = listener;
        this.seat = new Seat(terms, program.buyer(), loop, new SellerCalls(peers), new Ending());
    }

    /**
     * Joins an auction that its seller's program runs, or comes back to one.
     *
     * @param server one of the servers of the house
     * @param listen where to listen; empty: on any free port, as the house sees this machine
     */
    public static Buying join(SaleHouse house, String buyer, String auction, ServerAddress server,
            Optional<InetSocketAddress> listen, BuyingListener listener)
            throws IOException, InterruptedException, SaleFailedException {
        var program = BuyerProgram.open(house, buyer, server, listen);
        try {
            return join(program, true, auction, listener);
        } catch (SaleFailedException | InterruptedException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /**
     * As the other, in a program that may sit in other auctions too.
     *
     * @param ownsProgram whether the program ends with this seat
     */
    static Buying join(BuyerProgram program, boolean ownsProgram, String auction,
            BuyingListener listener) throws InterruptedException, SaleFailedException {
        var view = Answers.found(Answers.await(program.house().ask(about(auction))));
        if (!view.text("runBy").orElse("").equals("seller")) {
            throw SaleFailedException.refused("BAD_COMMAND", "Auction " + auction
                    + " is run by the house: take part with "
                    + program.house().typedAs("join " + auction) + ".");
        }
        var buying = new Buying(program, ownsProgram, view, SaleTerms.of(view), listener);
        program.serve(auction, buying.seat, buying.loop, buying.terms.key());
        try {
            Answers.done(Answers.await(buying.register()));
            if (!view.object("participants").orElse(JsonObject.EMPTY).has(program.buyer())) {
                Answers.done(Answers.await(program.house()
                        .tell(command("join", auction),
                                fresh())));
            }
            buying.registered = true;
            buying.loop.execute(buying::look);
            return buying;
        } catch (SaleFailedException | InterruptedException | RuntimeException e) {
            buying.close();
            throw e;
        }
    }

    private CompletableFuture<Outcome> register() {
        return house.tell(JsonObject.of("op", "register").with("address", address()), fresh());
    }

    /** What is sold, and how. */
    public SaleTerms terms() {
        return terms;
    }

    /** Where it listens. */
    public String address() {
        return program.address();
    }

    /** What the house said of the auction last; before it can be reached again that may be long ago. */
    public JsonObject view() {
        return view;
    }

    /** How it stands, as far as known; empty before the first round. */
    public Optional<Round> now() throws InterruptedException {
        return Answers.await(onLoop(seat::now));
    }

    /** Whether the seller is silent for too long. */
    public boolean isPaused() throws InterruptedException {
        return Answers.await(onLoop(seat::isPaused)).orElse(false);
    }

    private <T> CompletableFuture<Optional<T>> onLoop(
            Supplier<? extends @Nullable T> question) {
        var answer = new CompletableFuture<Optional<T>>();
        loop.execute(() -> answer.complete(Optional.ofNullable(question.get())));
        return answer;
    }

    /**
     * Leaves. Before it has begun that is the house's to know, and it is over for this program; later
     * the seller's, and what comes of it is told to the listener.
     *
     * @return what the house said; empty where the seller is asked
     */
    public Optional<Outcome> leave() throws InterruptedException {
        var running = Answers.await(onLoop(() -> seat.isRunning() || seat.isOver())).orElse(false);
        if (!running) {
            var outcome = Answers.await(house.tell(command("leave", terms.auction()), fresh()));
            if (!outcome.code().equals("RUN_BY_SELLER")) {
                return Optional.of(outcome);
            }
        }
        loop.execute(seat::leave);
        return Optional.empty();
    }

    /** As {@link #leave} once it runs, without waiting; for the listener. */
    public void leaveNow() {
        loop.execute(seat::leave);
    }

    /** Waits for the end; empty when it is not over within the time. */
    public Optional<Round> end(Duration patience) throws InterruptedException {
        try {
            return Optional.of(ended.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the seat broke down: " + e.getMessage(), e);
        }
    }

    /** Once a second, on the loop. */
    private void look() {
        if (seat.isOver()) {
            return;
        }
        loop.after(LOOK, this::look);
        if (asking) {
            return; // with no server up, an answer takes longer than a second
        }
        asking = true;
        var unused = house.askAny(about(terms.auction())).thenAccept(answer -> loop.execute(() -> {
            asking = false;
            see(answer);
        }));
        var unusedToo = house
                .askAny(JsonObject.of("query", "user").with("name", terms.seller()))
                .thenAccept(answer -> loop.execute(() -> {
                    if (answer.found()) {
                        answer.json().text("address").ifPresent(seat::sellerAt);
                    }
                }));
    }

    private void see(Answer answer) {
        if (!answer.found()) {
            if (!away) {
                away = true;
                registered = false;
                listener.houseAway(answer.refusal().message());
            }
            return;
        }
        if (away) {
            away = false;
            listener.houseBack();
        }
        if (!registered) {
            registered = true;
            var unused = register();
        }
        var told = answer.json();
        view = told;
        switch (told.text("state").orElse("")) {
            case "open" -> {
                if (!begun) {
                    begun = true;
                    if (seat.now() == null) {
                        listener.begun();
                    }
                }
                seat.expectSeller();
            }
            case "closed", "cancelled" -> seat.finished(end(told));
            default -> {
                // not begun
            }
        }
    }

    private Round end(JsonObject view) {
        var known = seat.now();
        return new Round(terms.auction(),
                view.number("round").orElse(known == null ? -1 : known.round()),
                view.number("hammerPrice").orElse(known == null ? terms.start() : known.price()),
                participants(view, known), true, view.text("winner"));
    }

    private static SortedMap<String, Boolean> participants(JsonObject view,
            @Nullable Round known) {
        var names = view.object("participants").orElse(JsonObject.EMPTY);
        var all = new TreeMap<String, Boolean>();
        names.names().forEach(name -> all.put(name, names.flag(name)));
        return all.isEmpty() && known != null ? known.participants() : all;
    }

    /** Passes on what the seat tells, and the end to who waits for it. */
    private final class Ending implements SeatListener {
        @Override
        public void changed(Round round) {
            begun = true;
            listener.changed(round);
        }

        @Override
        public void paused() {
            listener.paused();
        }

        @Override
        public void wentOn() {
            listener.wentOn();
        }

        @Override
        public void left() {
            listener.left();
        }

        @Override
        public void stays(String why) {
            listener.stays(why);
        }

        @Override
        public void leavingLater() {
            listener.leavingLater();
        }

        @Override
        public void over(Round round) {
            listener.over(round);
            ended.complete(round);
        }
    }

    private static JsonObject about(String auction) {
        return JsonObject.of("query", "auction").with("auction", auction);
    }

    private static JsonObject command(String op, String auction) {
        return JsonObject.of("op", op).with("auction", auction);
    }

    private static String fresh() {
        return "buy-" + UUID.randomUUID();
    }

    /** Hears no more; who is in stays in, until the seller misses them. */
    @Override
    public void close() {
        program.forget(terms.auction(), seat);
        if (ownsProgram) {
            program.close();
        }
        loop.close();
        peers.close();
    }
}
