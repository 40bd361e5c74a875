package dev.gavel.sellerrun;

import dev.gavel.auction.model.Times;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the house how a sale stands, out of the journal: at each change and once a second, one report
 * under way at a time. Where no server answers, it goes on trying, and leaves out no round that is
 * signed. The result goes under one request id until it is acknowledged, so it is handed in once,
 * however often it is sent. Belongs to the thread of the loop.
 */
final class Reporter {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Refusals after which there is nothing left to run. */
    private static final Set<String> FOR_GOOD = Set.of("CANCELLED", "NOT_OPEN", "NOT_OWNER",
            "UNKNOWN_AUCTION");

    /** What becomes of reports. */
    interface Listener {
        /** No server takes them, for this reason; told once until one does. */
        void houseAway(String why);

        /** The house takes them again. */
        void houseBack();

        /** The house refuses how the sale stands, for good. */
        void refused(Outcome why);

        /** The house has the result. */
        void handedIn(Outcome outcome);
    }

    private final SaleHouse house;
    private final Loop loop;
    private final Journal journal;
    private final Listener listener;
    private Optional<Round> newest = Optional.empty();
    private long readUntil;
    private boolean underWay;
    private boolean away;
    private boolean ended;
    private long reports;

    Reporter(SaleHouse house, Loop loop, Journal journal, Listener listener) {
        this.house = house;
        this.loop = loop;
        this.journal = journal;
        this.listener = listener;
    }

    /** The sale stands thus, and the journal has it. */
    void changed(Round round) {
        newest = Optional.of(round);
        report();
    }

    private void report() {
        if (underWay || ended || newest.isEmpty()) {
            return;
        }
        var page = journal.read(readUntil);
        var isEnd = journal.read(page.next()).kept().isEmpty();
        // Where nothing is signed, how it stands now is all there is to tell.
        var told = page.kept().isEmpty() || journal.key().isEmpty()
                ? newest.get()
                : page.kept().getLast().round();
        var isResult = told.finished() && (isEnd || journal.key().isEmpty());
        underWay = true;
        reports++;
        var command = command(told,
                journal.key().isPresent() ? page.kept() : List.of());
        var unused = house.tell(command, isResult ? resultKey() : "sale-" + UUID.randomUUID())
                .thenAccept(outcome -> loop.execute(() -> {
                    underWay = false;
                    heard(outcome, page.next(), isResult);
                }));
    }

    /** Written down before it is first used, so that a program that goes on uses it too. */
    private String resultKey() {
        if (journal.resultKey().isEmpty()) {
            journal.keepResultKey("result-" + UUID.randomUUID());
        }
        return journal.resultKey().orElseThrow();
    }

    private static JsonObject command(Round round, List<Journal.Marked> signed) {
        var command = round.toJson().with("op", "update");
        return signed.isEmpty()
                ? command
                : command.with("rounds", signed.stream().map(Reporter::signed).toList());
    }

    private static JsonObject signed(Journal.Marked marked) {
        var round = marked.round();
        return JsonObject.of("round", round.round())
                .with("price", round.price())
                .with("at", Times.format(marked.mark().atMillis()))
                .with("out",
                        round.participants()
                                .keySet()
                                .stream()
                                .filter(name -> !round.isActive(name))
                                .toList())
                .with("signature", marked.mark().base64().orElse(""));
    }

    private void heard(Outcome outcome, long read, boolean isResult) {
        switch (outcome.status()) {
            case SUCCESS -> {
                if (away) {
                    away = false;
                    listener.houseBack();
                }
                if (isResult) {
                    ended = true;
                    journal.keepHandedIn(outcome.index());
                    listener.handedIn(outcome);
                } else {
                    goOn(read);
                }
            }
            case FAIL -> {
                if (outcome.code().equals("STALE_ROUND") && !isResult) {
                    goOn(read); // told before this program was started again
                } else if (FOR_GOOD.contains(outcome.code())) {
                    ended = true;
                    listener.refused(outcome);
                } else {
                    tryAgain(outcome); // such as a token that has run out: no reason to end a sale
                }
            }
            case EXCEPTION -> tryAgain(outcome);
        }
    }

    private void tryAgain(Outcome outcome) {
        if (!away) {
            away = true;
            listener.houseAway(outcome.message());
        }
        loop.after(PAUSE, this::report);
    }

    private void goOn(long read) {
        readUntil = read;
        if (!journal.read(read).kept().isEmpty()) {
            report();
            return;
        }
        var mine = reports;
        loop.after(PAUSE, () -> {
            if (mine == reports) {
                report();
            }
        });
    }
}
