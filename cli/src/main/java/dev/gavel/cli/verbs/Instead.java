package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;

import java.util.Optional;

/** What to type where an auction does not take what was typed: each kind of auction has its own verbs. */
final class Instead {
    private Instead() {}

    /** What {@code house}'s user can do in {@code auction} now; empty where that is nothing. */
    static Optional<String> in(String auction, House house) {
        JsonObject view;
        try {
            view = house.read(JsonObject.of("query", "canBid").with("auction", auction));
        } catch (FailedException e) {
            return Optional.empty();
        }
        return view.text("op")
                .flatMap(op -> call(op, auction, view))
                .map(call -> "what next: " + house.typedAs(call));
    }

    private static Optional<String> call(String op, String auction, JsonObject view) {
        return switch (op) {
            case "bid" -> Optional.of("bid " + auction + " AMOUNT");
            case "commit" -> Optional.of("commit " + auction
                    + " AMOUNT posts a secret bid, which you open after the end");
            case "reveal" -> Optional.of("reveal " + auction + " AMOUNT --nonce NONCE");
            case "accept" -> Optional.of("accept " + auction + " buys at the price of the round");
            case "confirm" -> Optional.of("confirm " + auction + " "
                    + view.number("round").orElse(0) + " keeps you in");
            case "withdraw" -> Optional.of("withdraw " + auction
                    + " leaves it for good; until then you are in");
            default -> Optional.empty();
        };
    }
}
