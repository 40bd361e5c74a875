package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsWriter;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code gavel formats}: the kinds of auction, and what each can be held under. Asks no server. */
@Command(name = "formats", description = "Lists the kinds of auction that this program knows, or"
        + " the conditions of sale that one of them can have. Asks no server.", footer = {"",
                "Examples:", "  gavel formats",
                "  gavel formats dutch", "  gavel formats dutch --json"})
final class FormatsVerb extends Verb {

    @Parameters(paramLabel = "FORMAT", arity = "0..1", completionCandidates = Choices.Formats.class, description = "Only this one, such as dutch.")
    private Optional<String> format = Optional.empty();

    FormatsVerb(House house) {
        super(house);
    }

    @Override
    public Integer call() {
        var all = JsonObject.parse(FormatsWriter.encode());
        if (format.isEmpty()) {
            tell(all);
        } else {
            tellOne(all.objects("formats")
                    .stream()
                    .filter(one -> one.text("format").equals(format))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "there is no format \"" + format.get()
                                    + "\"; gavel formats lists them")));
        }
        return ExitCodes.OK;
    }

    private void tell(JsonObject all) {
        if (house().wantsJson()) {
            house().output().json(all);
            return;
        }
        for (var one : all.objects("formats")) {
            house().output()
                    .line(String.format("%-8s  %s", one.text("format").orElse(""),
                            about(one)));
        }
        house().output()
                .note("gavel formats FORMAT lists the conditions of sale that a format can"
                        + " have");
    }

    private static String about(JsonObject one) {
        var since = one.number("since").orElse(1);
        return one.text("about").orElse("")
                + (since > 1 ? " From house version " + since + " on." : "");
    }

    private void tellOne(JsonObject one) {
        if (house().wantsJson()) {
            house().output().json(one);
            return;
        }
        house().output().line(about(one));
        house().output().line("Bidders act by: " + String.join(", ", one.texts("ops")) + ".");
        var rows = new ArrayList<List<String>>();
        for (var typed : CreateOptions.all()) {
            one.objects("conditions")
                    .stream()
                    .filter(field -> field.text("name")
                            .filter(typed.path().replaceFirst("\\..*", "")::equals)
                            .isPresent())
                    .findFirst()
                    .ifPresent(field -> rows.add(row(typed, field)));
        }
        house().output().table(List.of("OPTION", "TAKES", "LEFT OUT", "MEANS"), rows);
    }

    /** One option; {@code field} says what is so in this kind of auction. */
    private static List<String> row(CreateOptions.Typed typed, JsonObject field) {
        var usual = typed.usual().or(() -> field.text("default")).orElse("");
        return List.of(typed.option() + (typed.label().isEmpty() ? "" : " " + typed.label()),
                typed.takes(), field.flag("required") ? "refused" : usual,
                typed.field().head().about());
    }
}
