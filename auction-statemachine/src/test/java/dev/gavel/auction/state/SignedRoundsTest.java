package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SignedRoundsTest {

    private static final int MORE = 37;

    @Test
    void keepsTheNewestAndComesBackAsItWas() {
        var rounds = SignedRounds.NONE;
        for (var i = 0; i < Limits.SIGNED_ROUNDS_MAX + MORE; i++) {
            rounds = rounds.with(round(i));
        }
        assertThat(rounds.oldest()).isEqualTo(MORE);
        assertThat(rounds.get(MORE).round()).isEqualTo(MORE);
        assertThat(rounds.get(rounds.count() - 1).round())
                .isEqualTo(Limits.SIGNED_ROUNDS_MAX + MORE - 1);

        var kept = new ArrayList<SignedRound>();
        for (var i = rounds.oldest(); i < rounds.count(); i++) {
            kept.add(rounds.get(i));
        }
        var back = SignedRounds.restored(rounds.oldest(), kept);
        assertThat(back.count()).isEqualTo(rounds.count());
        var next = back.with(round(99));
        assertThat(next.get(next.count() - 1).round()).isEqualTo(99);
        for (var i = next.oldest(); i < next.count() - 1; i++) {
            assertThat(next.get(i)).isEqualTo(rounds.get(i));
        }
    }

    @Test
    void sharesTheNamesOfRoundsInWhichNobodyLeaves() {
        var rounds = SignedRounds.NONE.with(round(0)).with(round(1));
        assertThat(rounds.get(1).out()).isSameAs(rounds.get(0).out());
    }

    private static SignedRound round(int number) {
        return new SignedRound(number, number, 0, List.of(new UserName("bob"),
                new UserName("ann")), "s");
    }
}
