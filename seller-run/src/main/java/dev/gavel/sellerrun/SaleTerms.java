package dev.gavel.sellerrun;

import dev.gavel.client.JsonObject;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sale is held under.
 *
 * @param seller who sells
 * @param name of the auction
 * @param currency code, such as {@code EUR}
 * @param start price of round 0, in minor units
 * @param step by which the price rises each round
 * @param period length of a round
 * @param key the seller's public key, where rounds are signed
 */
public record SaleTerms(String auction, String seller, String name, String currency, long start,
        long step, Duration period, Optional<String> key) {

    /** As kept on disk. */
    JsonObject toJson() {
        return JsonObject.of("auction", auction)
                .with("seller", seller)
                .with("name", name)
                .with("currency", currency)
                .with("start", start)
                .with("step", step)
                .with("periodMillis", period.toMillis())
                .with("sellerKey", key);
    }

    /**
     * The terms that a view of the house, or {@link #toJson}, tells.
     *
     * @throws IllegalArgumentException naming the field that is missing
     */
    public static SaleTerms of(JsonObject json) {
        return new SaleTerms(text(json, "auction"), text(json, "seller"), text(json, "name"),
                json.text("currency").orElse("EUR"), number(json, "start"), number(json, "step"),
                Duration.ofMillis(number(json, "periodMillis")), json.text("sellerKey"));
    }

    private static String text(JsonObject json, String field) {
        return json.text(field).orElseThrow(() -> missing(field));
    }

    private static long number(JsonObject json, String field) {
        return json.number(field).orElseThrow(() -> missing(field));
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException("terms of a sale without " + field);
    }
}
