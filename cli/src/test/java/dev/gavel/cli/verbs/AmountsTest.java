package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Amounts, increments and durations as people write them. */
class AmountsTest {

    private static Currency currency(String code) {
        return Currency.of(code).orElseThrow();
    }

    /** The cases that the page is held to as well. */
    private static final Path TABLE = Path.of("../platform-server/src/test/page/amounts.json");

    static Stream<Arguments> amounts() throws IOException {
        var cases = new ArrayList<Arguments>();
        var table = JsonObject.parse(Files.readAllBytes(TABLE));
        for (var readers : List.of("everywhere", "withADecimalPoint")) {
            var currencies = table.object(readers).orElseThrow();
            for (var code : currencies.names()) {
                var amounts = currencies.object(code).orElseThrow();
                for (var text : amounts.names()) {
                    cases.add(arguments(text, code, amounts.number(text)));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("amounts")
    void understandsAndRefusesTheSameAsThePage(String text, String code, OptionalLong minorUnits) {
        if (minorUnits.isPresent()) {
            assertThat(Amounts.parse(text, currency(code))).isEqualTo(minorUnits.getAsLong());
            assertThat(Amounts.isReadable(text)).isTrue();
        } else {
            assertThatThrownBy(() -> Amounts.parse(text, currency(code)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("\"" + text + "\" is ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1e9", "NaN", "0x10", "5.", "1.2.3", "١", "12 USD",
            "$5", "1,2,3"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Amounts.parse(text, Currency.EUR))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is no amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bid", "1,2,3", "12 3", "5.", "ann", "EUR", "-5", "1e3", "€"})
    void sendsNothingThatIsAnAmountInNoCurrency(String text) {
        assertThat(Amounts.isReadable(text)).isFalse();
        assertThatThrownBy(() -> Amounts.requireReadable(text)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"+1|1", "$5|5", "1e3|1000", "150,-|150", "12 USD|12"})
    void saysHowAnAmountIsWrittenWhereThereIsOneWay(String text, String right) {
        assertThatThrownBy(() -> Amounts.parse(text, Currency.EUR))
                .hasMessage("\"" + text + "\" is no amount; write " + right);
        assertThat(Amounts.parse(right, Currency.EUR)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "1.2,3.4", "--5", "1.2.3", "1,,2", "12 34",
            "1e30"})
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
    @ValueSource(strings = {"0:0.05,1,5:0.20", "+5", "$5", "1,2,3"})
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
        assertThatThrownBy(() -> Amounts.parse("1,5", currency("JPY")))
                .as("as many characters as a group with its point")
                .hasMessage("\"1,5\" is finer than JPY knows: it has no digits after the point");
        assertThatThrownBy(() -> Amounts.parse("1.5", currency("JPY")))
                .hasMessageContaining("it has no digits after the point");
        assertThatThrownBy(() -> Amounts.parse("99999999999999999999", Currency.EUR))
                .hasMessageContaining("more than any amount");
    }

    @Test
    void readsIncrements() {
        assertThat(Increments.parse("0.50", Currency.EUR)).isEqualTo(50L);
        assertThat(Increments.parse("0,50", Currency.EUR)).isEqualTo(50L);
        assertThat(Increments.parse("€5", Currency.EUR)).isEqualTo(500L);
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
