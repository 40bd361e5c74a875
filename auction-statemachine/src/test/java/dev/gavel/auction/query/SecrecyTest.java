package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Two houses that differ only in a secret. Whoever may not know it gets the same answers in both, to the
 * byte, whatever they ask and try; who may know it does not.
 */
class SecrecyTest {

    private static final String ANYBODY = "";
    private static final String ENGLISH = "{'op':'create','name':'Table','start':1000,"
            + "'increment':100,'durationMillis':600000,'open':true";

    private final House one = new House();
    private final House other = new House();

    @Test
    void keepsAMaximum() {
        both(1, "sue", ENGLISH + ",'softClose':{'windowMillis':590000}}");
        each(2, "ann", bid(1000, ",'max':2000"), bid(1000, ",'max':50000"));
        for (var who : List.of("bob", "sue", ANYBODY)) {
            looksAlikeTo(who);
            for (var amount = 900L; amount <= 60_000; amount = amount * 3 / 2) {
                triesAlike(who, bid(amount, ""));
                triesAlike(who, bid(1500, ",'max':" + Math.max(amount, 1500)));
            }
            triesAlike(who, "{'op':'close','auction':'1'}");
        }
        differsFor("ann", "{'query':'explain','auction':'1'}");
        assertThat(one.ok(20_000, "bob", bid(3000, "")).sentence())
                .isNotEqualTo(other.ok(20_000, "bob", bid(3000, "")).sentence());
    }

    @Test
    void keepsAMaximumThatBeatOthersAndWasRaised() {
        both(1, "sue", ENGLISH + ",'proxy':'always'}");
        both(2, "bob", bid(3000, ""));
        each(3, "ann", bid(5000, ""), bid(70_000, ""));
        each(4, "ann", bid(6000, ""), bid(80_000, ""));
        for (var who : List.of("bob", "cid", ANYBODY)) {
            looksAlikeTo(who);
            for (var amount : List.of(3100, 3200, 5000, 5100, 6000, 6100, 70_000, 90_000)) {
                triesAlike(who, bid(amount, ""));
            }
        }
        differsFor("ann", "{'query':'auction','auction':'1'}");
    }

    @Test
    void keepsTheReserve() {
        each(1, "sue", ENGLISH + ",'reserve':5000}", ENGLISH + ",'reserve':90000}");
        for (var who : List.of("ann", "bob", ANYBODY)) {
            looksAlikeTo(who);
            triesAlike(who, bid(1000, ",'max':100000"));
        }
        both(2, "ann", bid(1000, ""));
        for (var who : List.of("ann", "bob", ANYBODY)) {
            looksAlikeTo(who);
            for (var amount : List.of(1100, 4900, 5000, 5100, 90_000, 100_000)) {
                triesAlike(who, bid(amount, ""));
                triesAlike(who, bid(1100, ",'max':" + amount));
            }
        }
        differsFor("sue", "{'query':'explain','auction':'1'}");
    }

    @Test
    void keepsSealedBidsAndTheirNumberBeforeTheClose() {
        for (var format : List.of("sealed", "vickrey", "uniform")) {
            var id = one.state().auctions().size() + 1;
            both(10 * id, "sue", "{'op':'create','name':'Coin','format':'" + format
                    + "','start':100,'durationMillis':600000,'open':true}");
            both(10 * id, "dan", "{'op':'register'}");
            each(10 * id + 1, "ann", on(id, "bid", ",'amount':5000"),
                    on(id, "bid", ",'amount':9000"));
            each(10 * id + 2, "dan", on(id, "bid", ",'amount':7000"), "{'op':'register'}");
            for (var who : List.of("bob", "sue", ANYBODY)) {
                looksAlikeTo(who, id);
                triesAlike(who, on(id, "bid", ",'amount':6000"));
                triesAlike(who, on(id, "withdraw", ""));
                triesAlike(who, on(id, "close", ""));
                triesAlike(who, on(id, "leave", ""));
            }
            differsFor("ann", "{'query':'explain','auction':'" + id + "'}");
        }
    }

    @Test
    void keepsAClockFromThoseWhoHaveNotJoined() {
        both(1, "sue", "{'op':'create','name':'Vase','format':'clock','start':1000,'step':100,"
                + "'periodMillis':1000}");
        for (var who : List.of("ann", "bob", "cid")) {
            both(2, who, on(1, "join", ""));
        }
        both(3, "zoe", "{'op':'register'}");
        both(4, "sue", on(1, "open", ""));
        each(5, "ann", on(1, "withdraw", ""), "{'op':'register'}");
        for (var who : List.of("zoe", ANYBODY)) {
            looksAlikeTo(who);
            for (var op : List.of("withdraw", "leave", "join", "accept", "bid")) {
                triesAlike(who, on(1, op, op.equals("bid") ? ",'amount':5" : ",'round':0"));
            }
            triesAlike(who, on(1, "confirm", ",'round':1"));
        }
        differsFor("bob", "{'query':'explain','auction':'1'}");
    }

    @Test
    void keepsAPrivatePriceFromThoseWhoHaveNotJoined() {
        both(1, "sue", ENGLISH + ",'visibility':'participants','buyNow':100000,"
                + "'buyNowUntil':'reserveMet','reserve':3000}");
        each(2, "ann", bid(1000, ""), bid(7000, ""));
        for (var who : List.of("zoe", ANYBODY)) {
            looksAlikeTo(who);
            for (var amount : List.of(500, 1000, 1100, 7000, 7100, 100_000)) {
                triesAlike(who, bid(amount, ""));
                triesAlike(who, bid(amount, ",'buy':true"));
            }
        }
        differsFor("ann", "{'query':'explain','auction':'1'}");
        assertThat(one.ask("zoe", tried(bid(500, "")))).contains("NOT_JOINED", "\"withheld\"");
    }

    private void looksAlikeTo(String who) {
        looksAlikeTo(who, 1);
    }

    private void looksAlikeTo(String who, long auction) {
        for (var kind : List.of("auction", "result", "bids", "explain", "canBid")) {
            asksAlike(who, "{'query':'" + kind + "','auction':'" + auction + "'}");
        }
        asksAlike(who, "{'query':'auctions'}");
    }

    private void triesAlike(String who, String command) {
        asksAlike(who, tried(command));
    }

    private static String tried(String command) {
        return "{'query':'dryRun','command':" + command + "}";
    }

    private void asksAlike(String who, String query) {
        assertThat(one.ask(who, query)).as(who + " asks " + query)
                .isEqualTo(other.ask(who, query));
    }

    private void differsFor(String who, String query) {
        assertThat(one.ask(who, query)).as(who + " knows more").isNotEqualTo(other.ask(who, query));
    }

    private static String bid(long amount, String more) {
        return on(1, "bid", ",'amount':" + amount + more);
    }

    private static String on(long auction, String op, String more) {
        return "{'op':'" + op + "','auction':'" + auction + "'" + more + "}";
    }

    private void both(long millis, String by, String json) {
        each(millis, by, json, json);
    }

    private void each(long millis, String by, String inOne, String inOther) {
        one.ok(millis, by, inOne);
        other.ok(millis, by, inOther);
    }
}
