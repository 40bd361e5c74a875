package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.Currency;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Prices drawn in characters. */
class PriceChartTest {

    private static PriceChart rising(boolean blocks) {
        var chart = new PriceChart(Currency.EUR, blocks);
        chart.add(0, 10_000);
        chart.add(20_000, 15_000);
        chart.add(30_000, 20_000);
        return chart;
    }

    @Test
    void drawsStepsWithTheirPricesAndTimes() {
        assertThat(rising(true).lines(28, 3, 40_000)).isEqualTo(List.of(
                "200.00 |              ██████", "       |         ▄▄▄▄▄██████",
                "100.00 |▁▁▁▁▁▁▁▁▁███████████", "        00:00:00    00:00:40"));
    }

    @Test
    void fitsTheWidth() {
        for (var width = 20; width < 130; width++) {
            var most = width;
            assertThat(rising(true).lines(width, 6, 40_000)).hasSize(7)
                    .allMatch(line -> line.length() <= most);
        }
        assertThat(rising(true).lines(10, 6, 40_000)).isEmpty();
    }

    @Test
    void keepsToAsciiWhereNothingElseIsSeen() {
        assertThat(String.join("", rising(false).lines(60, 6, 40_000)))
                .matches("[ -~]*");
    }

    @Test
    void showsTheNewestPricesInOneLine() {
        assertThat(rising(true).spark(2)).isEqualTo("▁█");
        assertThat(rising(true).spark(10)).hasSize(3);
        assertThat(new PriceChart(Currency.EUR, true).spark(10)).isEmpty();
    }

    @Test
    void staysSmallHoweverManyPricesThereWere() {
        var chart = new PriceChart(Currency.EUR, true);
        for (var price = 0; price < 100_000; price++) {
            chart.add(price, price);
        }
        assertThat(chart.spark(200_000)).hasSizeLessThanOrEqualTo(4_000).endsWith("█");
        assertThat(chart.lines(80, 6, 100_000)).hasSize(7);
    }
}
