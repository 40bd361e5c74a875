package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class RunsTest {

    @Test
    void knowsTheMiddleOneAndTheSpread() {
        assertThat(Runs.of(List.of(3.0, 1.0, 9.0))).isEqualTo(new Runs(3, 1, 9));
        assertThat(Runs.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Runs(3, 1, 9));
        assertThat(Runs.of(List.of(7.0))).isEqualTo(new Runs(7, 7, 7));
    }

    @Test
    void tellsTheSpreadWhereThereIsOne() {
        assertThat(Runs.of(List.of(1_000.0, 2_000.0, 1_500.5)).text())
                .isEqualTo("1,500.500 (1,000–2,000)");
        assertThat(Runs.of(List.of(7.0)).text()).isEqualTo("7");
    }
}
