package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;

import java.util.Optional;

/** What everybody who took part wants to know at the end: item, highest bid, bidder, and "did I win". */
public final class Farewell {
    private Farewell() {}

    /** For who acts, of an auction that has just ended; empty where no server can tell now. */
    public static Optional<String> of(House house, String auction) {
        try {
            return Optional.of(of(house.read(JsonObject.of("query", "auction")
                    .with("auction",
                            auction)),
                    house.knownUser()));
        } catch (FailedException e) {
            return Optional.empty();
        }
    }

    /** For {@code user}, of an auction that is over. */
    static String of(JsonObject view, String user) {
        var currency = House.currencyIn(view);
        var item = view.object("item")
                .flatMap(one -> one.text("name"))
                .filter(name -> !name.isBlank())
                .or(() -> view.text("name"))
                .orElse("");
        var price = view.number("hammerPrice").isPresent() ? view.number("hammerPrice")
                : view.number("price");
        var highest = view.objects("awards").size() > 1 ? Views.sale(view, currency)
                : view.text("winner")
                        .or(() -> view.text("leader"))
                        .map(who -> "highest bid " + currency.format(price.orElse(0)) + " by "
                                + who)
                        .orElse("nobody bought it");
        return item + ": " + highest + "; " + (won(view, user) ? "you won" : "you did not win");
    }

    private static boolean won(JsonObject view, String user) {
        return view.text("winner").filter(user::equals).isPresent() || view.objects("awards")
                .stream()
                .anyMatch(award -> award.text("winner").filter(user::equals).isPresent());
    }
}
