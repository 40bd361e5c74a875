package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.auction.model.Currency;
import dev.gavel.server.exit.BadValueException;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Amounts, increments and durations as people type them. They are read or refused with a sentence.
 * An amount that was read is written and read again the same, and a proposed spelling is right.
 */
@Timeout(10)
class AmountsFuzz {

    private static final List<Currency> CURRENCIES = List.of(Currency.EUR,
            new Currency("JPY", 0), new Currency("KWD", 3), new Currency("CLF", 4));

    @FuzzTest
    void whatIsTypedIsReadOrRefused(byte[] utf8) {
        var text = new String(utf8, StandardCharsets.UTF_8);
        CURRENCIES.forEach(currency -> amount(text, currency));
        Amounts.isAttempt(text);
        refusedAtMost(() -> Increments.parse(text, Currency.EUR));
        refusedAtMost(() -> Spans.parse(text));
    }

    private static void amount(String text, Currency currency) {
        refusedAtMost(() -> {
            var amount = Amounts.parse(text, currency);
            assertThat(Amounts.parse(currency.decimal(amount), currency)).isEqualTo(amount);
        });
        Amounts.meant(text, currency)
                .ifPresent(right -> assertThat(Amounts.isDecimal(right)).isTrue());
    }

    private static void refusedAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (BadValueException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
