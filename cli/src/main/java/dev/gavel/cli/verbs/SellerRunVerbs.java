package dev.gavel.cli.verbs;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What concerns a clock that its seller's own program runs. */
final class SellerRunVerbs {
    private SellerRunVerbs() {}

    @Command(name = "update", description = "Report, as its seller, how an auction stands whose clock you run yourself.", footer = {
            "", "Examples:", "  gavel update 1 --round 3 --price 130.00 --out bob --as sue",
            "  gavel update 1 --round 5 --price 150.00 --out cid --winner ann --as sue"})
    static final class Update extends AuctionVerb {
        @Option(names = "--round", required = true, paramLabel = "N", description = "Number of the present round, from 0.")
        private long round;

        @Option(names = "--price", required = true, paramLabel = "AMOUNT", description = "Price of that round, such as 130.00.")
        private String price = "";

        @Option(names = "--out", paramLabel = "USER", split = ",", description = "Bidders who have left, such as bob,cid.")
        private List<String> out = List.of();

        @Option(names = "--winner", paramLabel = "USER", description = "The auction is over: this"
                + " bidder, the last one in, has won.")
        private Optional<String> winner = Optional.empty();

        Update(House house) {
            super(house);
        }

        @Override
        JsonObject command() {
            var json = JsonObject.of("op", "update")
                    .with("auction", auction())
                    .with("round", round)
                    .with("price", Amounts.parse("--price", price, house().currencyOf(auction())));
            if (!out.isEmpty()) {
                var marks = JsonObject.of(out.get(0), false);
                for (var name : out) {
                    marks = marks.with(name, false);
                }
                json = json.with("participants", marks);
            }
            return winner.isEmpty() ? json
                    : json.with("finished", true).with("winner", winner.get());
        }
    }

    @Command(name = "rounds", description = "Shows the rounds of an auction that its seller's"
            + " program signed, and checks each signature.", footer = {
                    "", "Example: gavel rounds 1 --as ann"})
    static final class ShowRounds extends PageVerb {
        ShowRounds(House house) {
            super(house, "rounds");
        }

        @Override
        int show(JsonObject page) {
            var currency = house().currencyOf(auction());
            var key = page.text("sellerKey").flatMap(SellerKey::parse);
            var rows = new ArrayList<List<String>>();
            var wrong = 0;
            for (var round : page.objects("rounds")) {
                var isSigned = isSigned(round, key);
                wrong += isSigned ? 0 : 1;
                var out = String.join(", ", round.texts("out"));
                rows.add(List.of(Views.count(round, "round"),
                        Sentences.amount(round, "price", currency), currency.code(),
                        round.text("at").orElse(""), out.isEmpty() ? "-" : out,
                        isSigned ? "signed" : "NOT ITS SIGNATURE"));
            }
            house().output()
                    .table(List.of("ROUND", "PRICE", "", "AT", "OUT", "BY THE SELLER'S KEY"), rows);
            var end = Pages.end(house(), page, rows.isEmpty(), "no signed rounds to be seen");
            return wrong == 0 ? end : ExitCodes.REFUSED;
        }

        private boolean isSigned(JsonObject round, Optional<SellerKey> key) {
            var id = AuctionId.parse(auction());
            var at = Times.parse(round.text("at").orElse(""));
            if (key.isEmpty() || id.isEmpty() || at.isEmpty()) {
                return false;
            }
            var out = round.texts("out").stream().map(UserName::new).toList();
            return new SignedRound((int) round.number("round").orElse(0),
                    round.number("price").orElse(0), at.getAsLong(), out,
                    round.text("signature").orElse("")).isSignedBy(key.get(), id.get());
        }
    }
}
