package dev.gavel.cli.verbs;

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
            "1000,JPY,1000", "1.234,KWD,1234", "007,EUR,700",
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,5|1.5", "140,50|140.50", "+1|1", "€150|150", "$5|5",
            "12 EUR|12", "12EUR|12", "EUR 12|12", "1e3|1000", "1.234,50|1234.50",
            "1,234.50|1234.50", "1'234.50|1234.50", "1 234,50|1234.50", "1.234.567|1234567",
            "1,234,567.89|1234567.89", "150,-|150"})
    void saysHowAnAmountIsWrittenWhereThereIsOneWay(String text, String right) {
        assertThatThrownBy(() -> Amounts.parse(text, Currency.EUR))
                .hasMessage("\"" + text + "\" is no amount; write " + right);
        assertThat(Amounts.parse(right, Currency.EUR)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "1,234", "1,23,456", "12,3456", "1.2,3.4", "--5", "1.2.3",
            "1,,2", "12 34", "1e30"})
    void guessesNothingWhereAnAmountCanBeReadInTwoWays(String text) {
        assertThatThrownBy(() -> Amounts.parse(text, Currency.EUR))
                .hasMessageContaining("is no amount; write digits, such as 125.50, with a point"
                        + " before the decimals and nothing between thousands");
    }

    @Test
    void speaksOfNoDecimalsWhereTheCurrencyHasNone() {
        assertThatThrownBy(() -> Amounts.parse("1,2,3", currency("JPY"))).hasMessageContaining(
                "is no amount; write digits, such as 12550, with nothing between thousands");
    }

    @Test
    void saysInMoneyHowMuchIsTooLittleOrTooMuch() {
        assertThat(Amounts.positive("0.01", Currency.EUR)).isEqualTo(1);
        assertThatThrownBy(() -> Amounts.positive("--reserve", "0", Currency.EUR)).hasMessage(
                "--reserve: \"0\" is too little; it must be at least 0.01 EUR");
        assertThatThrownBy(() -> Amounts.positive("0.000", currency("KWD")))
                .hasMessageEndingWith("at least 0.001 KWD");
        assertThatThrownBy(() -> Amounts.parse("10000000000000.01", Currency.EUR))
                .hasMessageEndingWith("at most 10000000000000.00 EUR");
        assertThatThrownBy(() -> Increments.parse("0", Currency.EUR))
                .hasMessageEndingWith("at least 0.01 EUR");
        assertThatThrownBy(() -> Increments.parse("0:0.05,1:0.00", Currency.EUR))
                .hasMessageEndingWith("at least 0.01 EUR");
        assertThat(Increments.parse("0:0.05", Currency.EUR)).isNotNull();
    }

    @Test
    void takesNoThousandForOne() {
        assertThatThrownBy(() -> Amounts.parse("1.000", Currency.EUR)).hasMessage("\"1.000\" is"
                + " finer than EUR knows: it has 2 digits after the point; write 1000 or 1.00");
        assertThatThrownBy(() -> Amounts.parse("1.000", currency("JPY")))
                .hasMessageContaining("; write 1000 or 1");
        assertThat(Amounts.parse("1.000", currency("KWD"))).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:0.05,1,5:0.20", "0,5", "€5"})
    void saysHowAnIncrementIsWritten(String text) {
        assertThatThrownBy(() -> Increments.parse(text, Currency.EUR))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("write");
    }

    @Test
    void refusesDurationsThatNothingHereLasts() {
        assertThat(Spans.parse("3660d")).isEqualTo(Duration.ofDays(3_660));
        assertThatThrownBy(() -> Spans.parse("999999999999d"))
                .hasMessage("\"999999999999d\" is too long: at most 3660d");
    }

    @Test
    void refusesAmountsFinerThanTheCurrency() {
        assertThatThrownBy(() -> Amounts.parse("1.005", Currency.EUR))
                .hasMessage("\"1.005\" is finer than EUR knows: it has 2 digits after the point;"
                        + " write 1005 or 1.00");
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
    @ValueSource(strings = {"", "45", "s", "-1s", "1.5s", "1y", "1s 2s", "999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Spans.parse(text)).isInstanceOf(UsageException.class)
                .hasMessageContaining("is no duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0ms", "0h0m"})
    void refusesNoTimeAtAll(String text) {
        assertThatThrownBy(() -> Spans.parse(text)).isInstanceOf(UsageException.class)
                .hasMessage("\"" + text + "\" is too short: at least 1ms");
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "1500,1.5 s", "2000,2 s", "12345,12 s", "119999,119 s",
            "120000,2 min", "150000,2 min 30 s", "7200000,2 h", "9000000,2 h 30 min",
            "200000000,2 days 7 h", "-5,0 s"})
    void saysLengthsOfTimeInWords(long millis, String words) {
        assertThat(Spans.inWords(millis)).isEqualTo(words);
    }

    @Test
    void aBidOfNothingIsRefusedInTheCurrencyOfTheAuction() {
        assertThat(Amounts.ofBid("0.01", Currency.EUR)).isEqualTo(1);
        assertThatThrownBy(() -> Amounts.ofBid("0.00", Currency.EUR))
                .isInstanceOf(UsageException.class)
                .hasMessage("\"0.00\" is no bid; it must be at least 0.01 EUR");
        assertThatThrownBy(() -> Amounts.ofBid("0", currency("JPY")))
                .hasMessage("\"0\" is no bid; it must be at least 1 JPY");
    }
}
