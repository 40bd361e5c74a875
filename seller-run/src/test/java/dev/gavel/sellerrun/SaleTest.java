package dev.gavel.sellerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.sellerrun.Announcer.Reach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The seller's clock, with time and buyers that a test moves. */
class SaleTest {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final SaleTerms TERMS = new SaleTerms("1", "sue", "Oak table", "EUR", 10_000,
            500, PERIOD, Optional.empty());

    private final ManualLoop loop = new ManualLoop();
    private final Map<String, Reach> reach = new HashMap<>();
    private final Map<String, List<Round>> heard = new HashMap<>();
    private final List<String> log = new ArrayList<>();

    private Sale sale(long grace, String... buyers) {
        return resumed(grace, Round.first("1", TERMS.start(), List.of(buyers)));
    }

    private Sale resumed(long grace, Round from) {
        Announcer announcer = (buyer, address, round, patience) -> {
            var how = reach.getOrDefault(buyer, Reach.HEARD);
            if (how == Reach.HEARD) {
                heard.computeIfAbsent(buyer, any -> new ArrayList<>()).add(round);
            }
            return CompletableFuture.completedFuture(how);
        };
        var sale = new Sale(TERMS, grace, from, loop, announcer, new SaleListener() {
            @Override
            public void changed(Round round) {
                log.add(round.round() + "@" + round.price() + round.active()
                        + round.winner().map(name -> " " + name).orElse(""));
            }

            @Override
            public void lost(String buyer, long rounds) {
                log.add("lost " + buyer + " after " + rounds);
            }

            @Override
            public void stalled() {
                log.add("stalled");
            }

            @Override
            public void wentOn() {
                log.add("went on");
            }
        });
        from.participants().keySet().forEach(name -> sale.address(name, name + ":1"));
        return sale;
    }

    private List<Round> heardBy(String buyer) {
        return heard.getOrDefault(buyer, List.of());
    }

    @Test
    void risesEachPeriodUntilOneIsLeftWhoPaysThePriceOfTheRound() {
        var sale = sale(0, "ann", "bob", "cid");
        sale.begin();
        loop.pass(4_500);
        assertThat(sale.withdraw("bob").done()).isTrue();
        loop.pass(2_000);
        assertThat(sale.withdraw("ann").done()).isTrue();
        loop.pass(10_000);
        assertThat(log).containsExactly("0@10000[ann, bob, cid]", "1@10500[ann, bob, cid]",
                "2@11000[ann, bob, cid]", "2@11000[ann, cid]", "3@11500[ann, cid]",
                "3@11500[cid] cid");
        assertThat(sale.everybodyKnows()).isTrue();
        assertThat(heardBy("bob").getLast().winner()).contains("cid");
    }

    @Test
    void sellsAtOnceToWhoIsAlone() {
        var sale = sale(0, "ann");
        sale.begin();
        loop.pass(0);
        assertThat(log).containsExactly("0@10000[ann] ann");
        assertThat(heardBy("ann")).hasSize(1);
    }

    @Test
    void refusesThatTheLastLeavesAndThatStrangersDo() {
        var sale = sale(0, "ann", "bob");
        sale.begin();
        loop.pass(0);
        assertThat(sale.withdraw("eve").done()).isFalse();
        assertThat(sale.withdraw("bob").done()).isTrue();
        assertThat(sale.withdraw("bob")).as("said again")
                .isEqualTo(new Sale.Verdict(true, "You are out already."));
        var verdict = sale.withdraw("ann");
        assertThat(verdict.done()).isFalse();
        assertThat(verdict.message()).contains("you have won");
    }

    @Test
    void withdrawsWhoCannotBeReachedForARound() {
        var sale = sale(0, "ann", "bob", "cid");
        sale.begin();
        loop.pass(100);
        reach.put("bob", Reach.REFUSED);
        loop.pass(4_000);
        assertThat(log).containsExactly("0@10000[ann, bob, cid]", "1@10500[ann, bob, cid]",
                "lost bob after 1", "2@11000[ann, cid]");
    }

    @Test
    void waitsAsManyRoundsAsTheGraceSays() {
        var sale = sale(2, "ann", "bob", "cid");
        reach.put("bob", Reach.REFUSED);
        sale.begin();
        loop.pass(5_900);
        assertThat(sale.now().active()).contains("bob");
        loop.pass(200);
        assertThat(log).contains("lost bob after 3").endsWith("3@11500[ann, cid]");
    }

    @Test
    void countsOnlyRoundsInARow() {
        var sale = sale(1, "ann", "bob", "cid");
        sale.begin();
        for (var round = 0; round < 6; round++) {
            reach.put("bob", round % 2 == 0 ? Reach.REFUSED : Reach.HEARD);
            loop.pass(2_000);
        }
        assertThat(sale.now().active()).contains("bob");
    }

    @Test
    void doesNotGiveUpWhoIsSilentForLessThanASecond() {
        var terms = new SaleTerms("1", "sue", "x", "EUR", 100, 1, Duration.ofMillis(100),
                Optional.empty());
        var silent = new ArrayList<String>();
        var sale = new Sale(terms, 0, Round.first("1", 100, List.of("ann", "bob")), loop,
                (buyer, address, round, patience) -> CompletableFuture.completedFuture(
                        buyer.equals("bob") ? Reach.SILENT : Reach.HEARD),
                new SaleListener() {
                    @Override
                    public void changed(Round round) {}

                    @Override
                    public void lost(String buyer, long rounds) {
                        silent.add(buyer + rounds);
                    }

                    @Override
                    public void stalled() {}

                    @Override
                    public void wentOn() {}
                });
        sale.address("ann", "a:1");
        sale.address("bob", "b:1");
        sale.begin();
        loop.pass(950);
        assertThat(silent).isEmpty();
        loop.pass(200);
        assertThat(silent).containsExactly("bob10");
    }

    @Test
    void standsStillWhileNobodyCanBeReached() {
        var sale = sale(0, "ann", "bob");
        sale.begin();
        loop.pass(2_100);
        reach.put("ann", Reach.REFUSED);
        reach.put("bob", Reach.SILENT);
        loop.pass(20_000);
        assertThat(log).containsExactly("0@10000[ann, bob]", "1@10500[ann, bob]",
                "2@11000[ann, bob]", "stalled");
        reach.clear();
        loop.pass(1_000);
        assertThat(log).endsWith("stalled", "went on");
        loop.pass(2_000);
        assertThat(log).endsWith("went on", "3@11500[ann, bob]");
    }

    @Test
    void goesOnFromWhereItWas() {
        var before = sale(0, "ann", "bob", "cid");
        before.begin();
        loop.pass(4_100);
        before.withdraw("cid");
        var last = Round.of(before.now().toJson());
        log.clear();
        var after = resumed(0, last);
        after.begin();
        loop.pass(2_000);
        assertThat(log).startsWith("2@11000[ann, bob]", "3@11500[ann, bob]");
    }

    @Test
    void tellsTheNewestToWhoIsBackAtAnotherAddress() {
        var sale = sale(3, "ann", "bob");
        reach.put("bob", Reach.REFUSED);
        sale.begin();
        loop.pass(3_000);
        assertThat(heardBy("bob")).isEmpty();
        reach.clear();
        sale.address("bob", "elsewhere:2");
        loop.pass(0);
        assertThat(heardBy("bob")).extracting(Round::round).containsExactly(1L);
    }

    @Test
    void tellsEverybodyThatItWasCalledOff() {
        var sale = sale(0, "ann", "bob");
        sale.begin();
        loop.pass(2_100);
        sale.callOff();
        loop.pass(10_000);
        assertThat(log).endsWith("1@10500[ann, bob]");
        assertThat(heardBy("ann").getLast().finished()).isTrue();
        assertThat(heardBy("ann").getLast().winner()).isEmpty();
    }
}
