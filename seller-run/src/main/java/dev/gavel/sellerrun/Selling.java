package dev.gavel.sellerrun;

import dev.gavel.client.FileTrouble;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.client.ServerAddress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A seller's program around one sale: the auction at the house, the port for buyers, the clock, and the
 * reports. Begin with {@link #create} or {@link #takeUp}; gather; {@link #run}.
 */
public final class Selling implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** How long buyers who cannot be reached are told of the end, once the house has it. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /**
     * What a seller's program needs to know.
     *
     * @param house as the seller is known there
     * @param server one of its servers
     * @param journals folder of journals
     * @param listen where to listen; empty: on any free port, as the house sees this machine
     * @param grace rounds in a row that a buyer may miss
     */
    public record Setup(SaleHouse house, ServerAddress server, Path journals,
            Optional<InetSocketAddress> listen, long grace) {}

    private final Setup setup;
    private final Journal journal;
    private final SaleTerms terms;
    private final SellingListener listener;
    private final Peers peers = new Peers();
    private final SellerPort service;
    private final Port port;
    private final CompletableFuture<Optional<Outcome>> ended = new CompletableFuture<>();
    private final ThreadLoop loop = new ThreadLoop("gavel-sale", ended::completeExceptionally);
    private Optional<Round> begun;

    /** Where buyers are heard; nobody is served yet. */
    private record Counter(SellerPort service, Port port) {
        static Counter open(Setup setup) throws IOException {
            var service = new SellerPort();
            return new Counter(service, Port.open(setup.listen(), setup.server(), service));
        }
    }

    private Selling(Setup setup, Journal journal, Counter counter, SaleTerms terms,
            Optional<Round> begun, SellingListener listener) {
        this.setup = setup;
        this.journal = journal;
        this.service = counter.service();
        this.port = counter.port();
        this.terms = terms;
        this.begun = begun;
        this.listener = listener;
    }

    /**
     * Creates the auction at the house.
     *
     * @param command {@code create} with its conditions, but for who runs it
     * @param isSigned whether rounds are signed; then only this machine's journal can go on with it
     * @throws IOException if the journal cannot be begun or nobody could be heard; then nothing was created
     * @throws SaleFailedException if the house refuses, or with the id of what it created if it could not
     *         be gone on with
     */
    public static Selling create(Setup setup, JsonObject command, boolean isSigned,
            SellingListener listener)
            throws IOException, InterruptedException, SaleFailedException {
        var key = isSigned ? Optional.of(Signing.Key.fresh()) : Optional.<Signing.Key>empty();
        var journal = Journal.begin(setup.journals(), key);
        try {
            var counter = Counter.open(setup);
            try {
                var created = Answers.done(Answers.await(setup.house()
                        .tell(command.with("runBy", "seller")
                                .with("sellerKey", key.map(Signing.Key::publicKey)), fresh())));
                var auction = created.json().text("auction").orElse("");
                return created(setup, journal, counter, auction, listener);
            } catch (SaleFailedException | InterruptedException | RuntimeException e) {
                counter.port().close();
                throw e;
            }
        } catch (SaleFailedException | InterruptedException | IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The house has the auction: whatever breaks from here on is told with its id. */
    private static Selling created(Setup setup, Journal journal, Counter counter, String auction,
            SellingListener listener) throws InterruptedException, SaleFailedException {
        try {
            var terms = SaleTerms
                    .of(Answers.found(Answers.await(setup.house().ask(aboutAuction(auction)))));
            return new Selling(setup, journal.keep(terms), counter, terms, Optional.empty(),
                    listener);
        } catch (SaleFailedException e) {
            throw SaleFailedException.waits(setup.house(), auction, Outcome.UNKNOWN,
                    e.outcome().message());
        } catch (IOException e) {
            throw SaleFailedException.waits(setup.house(), auction, "FILE",
                    "its journal cannot be kept: " + FileTrouble.sentence(e));
        } catch (UncheckedIOException e) {
            throw SaleFailedException.waits(setup.house(), auction, "FILE",
                    FileTrouble.sentence(e));
        }
    }

    /** Takes up an auction of this seller that waits, or goes on with one that runs. */
    public static Selling takeUp(Setup setup, String seller, String auction,
            SellingListener listener)
            throws IOException, InterruptedException, SaleFailedException {
        var answer = Answers.await(setup.house().ask(aboutAuction(auction)));
        if (!answer.found()) {
            var journal = answer.status() == 404
                    ? Optional.<Journal>empty()
                    : Journal.find(setup.journals(), auction, Optional.empty());
            if (journal.isEmpty() || journal.get().last().isEmpty()) {
                throw new SaleFailedException(answer.refusal());
            }
            if (journal.get().isHandedIn()) {
                journal.get().close();
                throw SaleFailedException.refused("NOT_OPEN", "Auction " + auction
                        + " is over, and the house has its result.");
            }
            return takenUp(setup, journal.get(), journal.get().terms().orElseThrow(),
                    journal.get().last(), listener);
        }
        return takeUp(setup, seller, answer.json(), listener);
    }

    private static Selling takeUp(Setup setup, String seller, JsonObject view,
            SellingListener listener) throws IOException, SaleFailedException {
        var auction = view.text("auction").orElse("");
        var state = view.text("state").orElse("");
        if (!view.text("seller").orElse("").equals(seller)) {
            throw SaleFailedException.refused("NOT_OWNER", "Auction " + auction + " is "
                    + view.text("seller").orElse("somebody else") + "'s, not " + seller + "'s.");
        }
        if (!view.text("runBy").orElse("").equals("seller")) {
            throw SaleFailedException.refused("BAD_COMMAND", "Auction " + auction
                    + " is run by the house; " + setup.house().typedAs("open " + auction)
                    + " starts it.");
        }
        if (state.equals("closed") || state.equals("cancelled")) {
            throw SaleFailedException.refused("NOT_OPEN", "Auction " + auction + " is over: "
                    + "see " + setup.house().typedAs("result " + auction) + ".");
        }
        var terms = SaleTerms.of(view);
        // Without a key nothing tells the journal of this house's auction from that of another's.
        var found = terms.key().isPresent()
                ? Journal.find(setup.journals(), auction, terms.key())
                : Optional.<Journal>empty();
        if (found.isEmpty() && terms.key().isPresent()) {
            throw SaleFailedException.refused("NO_JOURNAL", "Rounds of auction " + auction
                    + " are signed, and its key is not in " + setup.journals()
                    + ": copy the journal (" + auction + "-*.jsonl) from the machine where it was "
                    + "begun, or call the auction off: "
                    + setup.house().typedAs("cancel " + auction) + ".");
        }
        var journal = found.isPresent()
                ? found.get()
                : Journal.begin(setup.journals(), Optional.empty());
        if (journal.terms().isEmpty()) {
            journal = journal.keep(terms);
        }
        var begun = state.equals("open") ? Optional.of(latest(view, journal, terms))
                : journal
                        .last();
        return takenUp(setup, journal, terms, begun, listener);
    }

    private static Selling takenUp(Setup setup, Journal journal, SaleTerms terms,
            Optional<Round> begun, SellingListener listener) throws IOException {
        try {
            return new Selling(setup, journal, Counter.open(setup), terms, begun, listener);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    /** How it stands: as the journal has it, unless the house knows more. */
    private static Round latest(JsonObject view, Journal journal, SaleTerms terms) {
        var atHouse = Round.of(JsonObject.of("auction", terms.auction())
                .with("round", view.number("round").orElse(0))
                .with("price", view.number("price").orElse(terms.start()))
                .with("participants", view.object("participants").orElse(JsonObject.EMPTY)))
                .resettled();
        return journal.last()
                .filter(last -> !atHouse.isAfter(last))
                .orElse(atHouse);
    }

    /** What is sold, and how. */
    public SaleTerms terms() {
        return terms;
    }

    /** Where it listens. */
    public String address() {
        return port.address();
    }

    /** The journal's file. */
    public Path journal() {
        return journal.file();
    }

    /** Whether it has started; then there is nobody to wait for. */
    public boolean hasBegun() {
        return begun.isPresent();
    }

    /** Tells the house where this program listens; whatever came of it. */
    public Outcome register() throws InterruptedException {
        return Answers.await(register(fresh()));
    }

    private CompletableFuture<Outcome> register(String key) {
        return setup.house()
                .tell(JsonObject.of("op", "register").with("address", address()),
                        key);
    }

    /** Who has joined; where the house cannot be asked, why. */
    public List<String> joined() throws InterruptedException, SaleFailedException {
        var view = Answers.found(Answers.await(setup.house().ask(aboutAuction(terms.auction()))));
        if (view.text("state").filter("cancelled"::equals).isPresent()) {
            throw SaleFailedException.refused("CANCELLED", "The auction was called off.");
        }
        return view.object("participants").orElse(JsonObject.EMPTY).names();
    }

    /** Has the house start it: nobody can join any more. */
    public void start() throws InterruptedException, SaleFailedException {
        var key = fresh();
        var outcome = Answers.await(setup.house().tell(open(), key));
        while (!outcome.succeeded() && !outcome.withoutEffect()) {
            listener.houseAway(outcome.message());
            outcome = Answers.await(setup.house().tell(open(), key)); // it may have been heard
        }
        Answers.done(outcome);
        listener.houseBack();
        begun = Optional.of(Round.first(terms.auction(), terms.start(), joined()));
    }

    private JsonObject open() {
        return JsonObject.of("op", "open").with("auction", terms.auction());
    }

    /**
     * Runs the clock to its end and hands the result in.
     *
     * @return what the house said of the result; a failure where it refuses
     * @throws UncheckedIOException if the journal cannot be written any more: the clock stands still
     */
    public Optional<Outcome> run() throws InterruptedException {
        var from = begun.orElseThrow(() -> new IllegalStateException("not started"));
        var signer = new Signer(journal.key());
        var tickets = new Tickets(journal.ticketSecret());
        var calls = new BuyerCalls(peers, address(), signer, tickets);
        var running = new Running(from, signer, calls);
        var addresses = from.participants().keySet().stream().map(running::lookUp).toList();
        for (var address : addresses) {
            Answers.await(address);
        }
        loop.execute(() -> {
            service.serve(terms.auction(), running.sale, loop, tickets);
            running.begin();
        });
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("the sale broke down: " + e.getMessage(), e);
        }
    }

    /** The sale and its reports; on the loop but for {@link #lookUp}. */
    private final class Running implements SaleListener, Reporter.Listener {
        private final Signer signer;
        private final Reporter reporter;
        private final Sale sale;
        private boolean registered;

        private Running(Round from, Signer signer, BuyerCalls calls) {
            this.signer = signer;
            this.reporter = new Reporter(setup.house(), loop, journal, this);
            this.sale = new Sale(terms, setup.grace(), from, loop, calls, this);
        }

        private void begin() {
            journal.addresses().forEach((name, address) -> {
                if (!sale.addresses().containsKey(name)) {
                    sale.address(name, address);
                }
            });
            sale.begin();
            look();
        }

        /** Where a buyer is, as the house knows it; nothing where it cannot be asked. */
        private CompletableFuture<Boolean> lookUp(String buyer) {
            var known = new CompletableFuture<Boolean>();
            var unused = setup.house()
                    .askAny(JsonObject.of("query", "user").with("name", buyer))
                    .thenAccept(answer -> loop.execute(() -> {
                        if (answer.found()) {
                            answer.json()
                                    .text("address")
                                    .ifPresent(
                                            address -> sale.address(buyer, address));
                        }
                        known.complete(answer.found());
                    }));
            return known;
        }

        /** Once a second: where are those who cannot be reached? */
        private void look() {
            if (sale.everybodyKnows()) {
                return;
            }
            journal.keep(sale.addresses());
            for (var buyer : sale.unreached()) {
                var unused = lookUp(buyer);
            }
            if (!registered) {
                var unused = register(fresh()).thenAccept(
                        outcome -> loop.execute(() -> registered = outcome.succeeded()));
            }
            loop.after(LOOK, this::look);
        }

        @Override
        public void changed(Round round) {
            if (!journal.last().equals(Optional.of(round))) {
                journal.keep(round, signer.mark(round));
            }
            listener.changed(round);
            reporter.changed(round);
        }

        @Override
        public void lost(String buyer, long rounds) {
            listener.lost(buyer, rounds);
        }

        @Override
        public void stalled() {
            listener.stalled();
        }

        @Override
        public void wentOn() {
            listener.wentOn();
        }

        @Override
        public void houseAway(String why) {
            listener.houseAway(why);
        }

        @Override
        public void houseBack() {
            registered = false; // it may have missed where this program is
            listener.houseBack();
        }

        @Override
        public void refused(Outcome why) {
            listener.refused(why);
            sale.callOff();
            sayFarewell(why, loop.millis());
        }

        @Override
        public void handedIn(Outcome outcome) {
            listener.handedIn(outcome);
            sayFarewell(outcome, loop.millis());
        }

        private void sayFarewell(Outcome outcome, long since) {
            if (sale.everybodyKnows() || loop.millis() - since > FAREWELL.toMillis()) {
                ended.complete(Optional.of(outcome));
            } else {
                loop.after(Duration.ofMillis(50), () -> sayFarewell(outcome, since));
            }
        }
    }

    private static JsonObject aboutAuction(String auction) {
        return JsonObject.of("query", "auction").with("auction", auction);
    }

    private static String fresh() {
        return "sell-" + UUID.randomUUID();
    }

    @Override
    public void close() throws IOException {
        port.close();
        loop.close();
        peers.close();
        journal.close();
    }
}
