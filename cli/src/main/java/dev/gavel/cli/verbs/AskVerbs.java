package dev.gavel.cli.verbs;

import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;

/** Why, whether, and what if. */
final class AskVerbs {
    private AskVerbs() {}

    @Command(name = "explain", description = "Why an auction stands as it does: how its price came about, what comes "
            + "next, and what ends it.", footer = {"", "Example: gavel explain 1 --as ann"})
    static final class Explain extends ReadingVerb {
        @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        Explain(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var view = read(JsonObject.of("query", "explain").with("auction", auction));
            if (house().wantsJson()) {
                house().output().json(view);
            } else {
                view.texts("sentences").forEach(house().output()::line);
            }
            return ExitCodes.OK;
        }
    }

    @Command(name = "can-bid", description = "Whether you may bid on an auction; if not, why not,"
            + " and what would help. Exit code 0 if you may, 1 if not.", footer = {"",
                    "Example: gavel can-bid 1 --as ann"})
    static final class CanBid extends ReadingVerb {
        @Parameters(paramLabel = "AUCTION", description = "Id of the auction, such as 1.")
        private String auction = "";

        CanBid(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var view = read(JsonObject.of("query", "canBid").with("auction", auction));
            var may = view.flag("canBid");
            if (house().wantsJson()) {
                house().output().json(view);
            } else if (may) {
                house().output().line("yes: " + view.text("message").orElse(""));
            } else {
                house().output()
                        .line("no: " + view.text("message").orElse("") + " ("
                                + view.text("code").orElse("") + ")");
                house().output().line("what would help: " + view.text("wouldDo").orElse(""));
            }
            return may ? ExitCodes.OK : ExitCodes.REFUSED;
        }
    }

    @Command(name = "dry-run", description = "What a verb would do if it were called now; nothing"
            + " is done. The same as --dry-run behind that verb. What depends on other users'"
            + " secrets is left out.", footer = {
                    "", "Examples:", "  gavel dry-run bid 1 12.00 --as ann",
                    "  gavel dry-run create --name x --format dutch --start 5 --open --as sue"})
    static final class DryRun extends Verb {
        @Parameters(arity = "1..*", paramLabel = "VERB", description = "A verb that changes something, with all that belongs to it.")
        private List<String> words = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        DryRun(House house) {
            super(house);
        }

        @Override
        public Integer call() {
            var verb = words.getFirst();
            if (!CommandTree.changesSomething(verb, house())) {
                throw new UsageException("\"" + verb + "\" is no verb that can be tried");
            }
            var all = new ArrayList<>(words);
            all.add(1, "--dry-run");
            var line = spec.commandLine();
            return CommandTree.runLine(house(), all.toArray(String[]::new), line.getOut(),
                    line.getErr());
        }
    }
}
