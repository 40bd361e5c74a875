package dev.gavel.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** Amounts, increments and durations as people write them. */
class AmountsTest {

    private static Currency currency(String code) {
        return Currency.of(code).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"125.50,EUR,12550", "125.5,EUR,12550", "125,EUR,12500", "0.01,EUR,1",
            "125.500,EUR,12550", "1000,JPY,1000", "1.234,KWD,1234", "007,EUR,700",
            "10000000000000.00,EUR,1000000000000000"})
    void readsDecimalsInMajorUnits(String text, String code, long minorUnits) {
        assertThat(Amounts.parse(text, currency(code))).isEqualTo(minorUnits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1,5", "1e9", "NaN", "0x10", ".5", "5.", "1.2.3", "١",
            "12 EUR", "99999999999999999999999", "$5"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Amounts.parse(text, Currency.EUR))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is no amount");
    }

    @Test
    void refusesAmountsFinerThanTheCurrency() {
        assertThatThrownBy(() -> Amounts.parse("1.005", Currency.EUR))
                .hasMessage("\"1.005\" is finer than EUR knows: it has 2 digits after the point");
        assertThatThrownBy(() -> Amounts.parse("1.5", currency("JPY")))
                .hasMessageContaining("it has no digits after the point");
        assertThatThrownBy(() -> Amounts.parse("99999999999999999999", Currency.EUR))
                .hasMessageContaining("more than any amount");
    }

    @Test
    void readsIncrements() {
        assertThat(Increments.parse("0.50", Currency.EUR)).isEqualTo(50L);
        assertThat(Increments.parse("5%", Currency.EUR)).isEqualTo(JsonObject.of("percent", 5L));
        assertThat(Increments.parse("ebay-uk", Currency.EUR)).isEqualTo("ebay-uk");
        assertThat(Increments.parse("0:0.05,1:0.20", Currency.EUR))
                .isEqualTo(List.of(List.of(0L, 5L), List.of(100L, 20L)));
        assertThatThrownBy(() -> Increments.parse("ebay", Currency.EUR))
                .hasMessageContaining("is no increment")
                .hasMessageContaining("ebay-uk");
        assertThatThrownBy(() -> Increments.parse("0:1,2", Currency.EUR))
                .hasMessageContaining("is no band");
        assertThatThrownBy(() -> Increments.parse("x%", Currency.EUR))
                .hasMessageContaining("whole percentage");
    }

    @Test
    void readsDurations() {
        assertThat(Spans.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Spans.parse("45s")).isEqualTo(Duration.ofSeconds(45));
        assertThat(Spans.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Spans.parse("7d")).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "45", "s", "-1s", "1.5s", "0s", "1y", "1s 2s", "999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Spans.parse(text)).isInstanceOf(UsageException.class)
                .hasMessageContaining("is no duration");
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "1500,1.5 s", "2000,2 s", "12345,12 s", "119999,119 s",
            "120000,2 min", "150000,2 min 30 s", "7200000,2 h", "9000000,2 h 30 min",
            "200000000,2 days 7 h", "-5,0 s"})
    void saysLengthsOfTimeInWords(long millis, String words) {
        assertThat(Spans.inWords(millis)).isEqualTo(words);
    }
}
