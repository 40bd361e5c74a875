package dev.gavel.sellerrun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A buyer's side, with time and a seller that a test moves. */
class SeatTest {

    private static final SaleTerms TERMS = new SaleTerms("1", "sue", "Oak table", "EUR", 10_000,
            500, Duration.ofSeconds(2), Optional.empty());

    private final ManualLoop loop = new ManualLoop();
    private final List<String> log = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<Sale.Verdict> verdict = Optional.of(new Sale.Verdict(true, "out"));

    private final Seat seat = new Seat(TERMS, "ann", loop, (seller, auction, buyer, ticket) -> {
        asked.add(seller + " " + buyer + ticket.map(text -> " " + text).orElse(""));
        return CompletableFuture.completedFuture(verdict);
    }, new SeatListener() {
        @Override
        public void changed(Round round) {
            log.add(round.round() + "@" + round.price() + round.active());
        }

        @Override
        public void paused() {
            log.add("paused");
        }

        @Override
        public void wentOn() {
            log.add("went on");
        }

        @Override
        public void left() {
            log.add("left");
        }

        @Override
        public void stays(String why) {
            log.add("stays: " + why);
        }

        @Override
        public void leavingLater() {
            log.add("later");
        }

        @Override
        public void over(Round round) {
            log.add("over " + round.winner().orElse("nobody"));
        }
    });

    private final Round round0 = Round.first("1", 10_000, List.of("ann", "bob", "cid"));

    @Test
    void tellsEachChangeOnceAndPassesOverWhatIsLate() {
        var round1 = round0.next(500);
        assertThat(seat.announced(round0)).isTrue();
        assertThat(seat.announced(round1)).isTrue();
        assertThat(seat.announced(round0)).isFalse();
        assertThat(seat.announced(round1)).isFalse();
        assertThat(seat.announced(round1.without("bob"))).isTrue();
        assertThat(seat.announced(round1)).as("sent before bob left").isFalse();
        assertThat(log).containsExactly("0@10000[ann, bob, cid]", "1@10500[ann, bob, cid]",
                "1@10500[ann, cid]");
    }

    @Test
    void isPausedWhenTheSellerIsSilentAndGoesOnWhenItIsHeardAgain() {
        seat.announced(round0);
        loop.pass(2_900);
        assertThat(seat.isPaused()).isFalse();
        loop.pass(400);
        assertThat(seat.isPaused()).isTrue();
        seat.announced(round0);
        loop.pass(200);
        seat.announced(round0.next(500));
        assertThat(log).containsExactly("0@10000[ann, bob, cid]", "paused", "went on",
                "1@10500[ann, bob, cid]");
    }

    @Test
    void isNotPausedBeforeItBegins() {
        loop.pass(60_000);
        assertThat(log).isEmpty();
        seat.expectSeller();
        loop.pass(3_300);
        assertThat(log).containsExactly("paused");
    }

    @Test
    void asksTheSellerToLeaveUntilThereIsAnAnswer() {
        verdict = Optional.empty();
        seat.announced(round0);
        seat.ticket("t");
        seat.leave();
        assertThat(asked).as("no address yet").isEmpty();
        seat.sellerAt("s:1");
        loop.pass(1_100);
        assertThat(asked).startsWith("s:1 ann t", "s:1 ann t");
        verdict = Optional.of(new Sale.Verdict(true, "out"));
        seat.sellerAt("s:2");
        loop.pass(10);
        assertThat(asked).endsWith("s:2 ann t");
        loop.pass(2_000);
        assertThat(asked).endsWith("s:2 ann t").filteredOn("s:2 ann t"::equals).hasSize(1);
        assertThat(log).startsWith("0@10000[ann, bob, cid]", "later").contains("left");
    }

    @Test
    void staysWhereTheSellerRefuses() {
        verdict = Optional.of(new Sale.Verdict(false, "you have won"));
        seat.announced(round0);
        seat.sellerAt("s:1");
        seat.leave();
        loop.pass(5_000);
        assertThat(asked).hasSize(1);
        assertThat(log).contains("stays: you have won");
    }

    @Test
    void leavesAgainWhereTheSellerForgotIt() {
        seat.announced(round0);
        seat.sellerAt("s:1");
        seat.leave();
        loop.pass(10);
        seat.announced(round0.without("ann"));
        seat.announced(round0.next(500));
        loop.pass(10);
        assertThat(asked).hasSize(2);
    }

    @Test
    void hearsNothingAfterTheEnd() {
        seat.announced(round0);
        seat.finished(round0.without("ann").without("bob"));
        seat.announced(round0.next(500));
        seat.finished(round0.calledOff());
        loop.pass(60_000);
        assertThat(log).containsExactly("0@10000[ann, bob, cid]", "over cid");
    }
}
