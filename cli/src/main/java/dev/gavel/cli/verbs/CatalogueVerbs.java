package dev.gavel.cli.verbs;

import dev.gavel.auction.model.Currency;
import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;

/** Accounts and the catalogue. */
final class CatalogueVerbs {
    private CatalogueVerbs() {}

    @Command(name = "register", description = "Create or update your account. The first bid or join "
            + "does it too.", footer = {"",
                    "Example: gavel register --display-name \"Ann Lee\" --as ann"})
    static final class Register extends WritingVerb {
        @Option(names = "--address", paramLabel = "TEXT", description = "Address at which your own"
                + " program is reached, such as HOST:PORT.")
        private Optional<String> address = Optional.empty();

        @Option(names = "--display-name", paramLabel = "TEXT", description = "Your name as others see it.")
        private Optional<String> displayName = Optional.empty();

        Register(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var outcome = execute(Commands.register()
                    .with("address", address)
                    .with("displayName", displayName));
            return tell(outcome, outcome.message());
        }
    }

    @Command(name = "consign", description = "Put an item into the catalogue.", footer = {"",
            "Example: gavel consign \"Oak table\" --description \"1890, restored\" "
                    + "--price 120 --as sue"})
    static final class Consign extends WritingVerb {
        @Parameters(paramLabel = "NAME", description = "What it is.")
        private String name = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "More about it.")
        private Optional<String> description = Optional.empty();

        @Option(names = "--price", paramLabel = "AMOUNT", description = "What you think it is worth, such as 120.00.")
        private Optional<String> price = Optional.empty();

        @Option(names = "--anyone-may-start", description = "Anybody may start its auction; you stay its seller.")
        private boolean anyoneMayStart;

        Consign(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var outcome = execute(Commands.consign(name)
                    .with("description", description)
                    .with("anyoneMayStart",
                            anyoneMayStart ? Optional.of(true) : Optional.empty())
                    .with("price",
                            price.map(text -> Amounts.parse("--price", text, Currency.EUR))));
            return tell(outcome, outcome.message());
        }
    }

    @Command(name = "items", description = "The catalogue.", footer = {"",
            "Example: gavel items --seller sue"})
    static final class Items extends ReadingVerb {
        @Option(names = "--seller", paramLabel = "USER", description = "Only items of this seller.")
        private Optional<String> seller = Optional.empty();

        @Option(names = "--all", description = "Sold and withdrawn ones too.")
        private boolean all;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many at most, to 1000; default: ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after this cursor,"
                + " which the page before printed at its end.")
        private Optional<String> after = Optional.empty();

        Items(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var query = JsonObject.of("query", "items")
                    .with("seller", seller)
                    .with("limit", limit)
                    .with("after", after);
            var page = read(all ? query.with("all", true) : query);
            if (house().wantsJson()) {
                house().output().json(page);
                return ExitCodes.OK;
            }
            house().output()
                    .table(List.of("ITEM", "NAME", "PRICE", "SELLER", "STATUS", "AUCTION"),
                            page.objects("items")
                                    .stream()
                                    .map(item -> List.of(
                                            item.text("item").orElse(""),
                                            item.text("name").orElse(""),
                                            Sentences.amount(item, "price", Currency.EUR),
                                            item.text("seller").orElse(""),
                                            item.text("status").orElse(""),
                                            item.text("auction").orElse("-")))
                                    .toList());
            return Pages.end(house(), page, page.objects("items").isEmpty(), "no items");
        }
    }
}
