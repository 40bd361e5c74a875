package dev.gavel.server.process;

import dev.gavel.client.FileTrouble;
import dev.gavel.client.JsonObject;
import dev.gavel.raft.RecordsException;
import dev.gavel.server.config.ConfigFaultsException;
import dev.gavel.server.exit.Crash;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.Misuse;
import dev.gavel.server.exit.RequiredInHelp;
import dev.gavel.server.exit.VerbFailedException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one place where a failure of a verb that runs or reads servers becomes a sentence and a code. */
public final class Failures {

    private static final String JSON = "--json";

    private Failures() {}

    /** Makes {@code line} print failures as sentences on stderr, or as JSON on stdout. */
    public static CommandLine applyTo(CommandLine line) {
        return RequiredInHelp.applyTo(line)
                .registerConverter(Path.class, Failures::path)
                .setExecutionStrategy(Failures::run)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(Failures::failed);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is no name of a file");
        }
    }

    /** Values of which only some are allowed are checked before anything is done. */
    private static int run(ParseResult parsed) {
        var lines = parsed.asCommandLineList();
        var asksForHelp = lines.stream()
                .anyMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested());
        var unknown = asksForHelp ? Optional.<String>empty()
                : Misuse.unknownValue(parsed);
        return unknown.isPresent()
                ? Misuse.tell(lines.getLast(), unknown.get(), parsed.originalArgs().contains(JSON))
                : new CommandLine.RunLast().execute(parsed);
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        var json = wantsJson(parsed);
        return switch (e) {
            case ConfigFaultsException wrong -> tell(line, json, ExitCodes.USAGE,
                    wrong.faults().size() == 1
                            ? "" + wrong.faults().getFirst()
                            : wrong.faults()
                                    .stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining("\n"))
                                    + "\n" + String.format(Locale.ROOT,
                                            "gavel: %d faults in the configuration",
                                            wrong.faults().size()));
            case VerbFailedException failure -> tell(line, json, failure.exitCode(),
                    "gavel: " + failure.getMessage());
            case RecordsException records -> tell(line, json, ExitCodes.RECORDS,
                    "gavel: " + records.getMessage());
            case UncheckedIOException io -> tell(line, json, ExitCodes.REFUSED,
                    "gavel: " + FileTrouble.sentence(io));
            case IOException io ->
                tell(line, json, ExitCodes.REFUSED, "gavel: " + FileTrouble.sentence(io));
            case InterruptedException interrupted -> ExitCodes.INTERRUPTED;
            default -> json ? Crash.tellJson(e, line.getOut()) : Crash.tell(e, line.getErr());
        };
    }

    private static int tell(CommandLine line, boolean json, int code, String sentence) {
        if (json) {
            line.getOut()
                    .println(JsonObject.of("status", "fail")
                            .with("code", code == ExitCodes.USAGE ? "BAD_COMMAND" : "FAILED")
                            .with("message", sentence.replace("gavel: ", "")));
            line.getOut().flush();
        } else {
            line.getErr().println(sentence);
            line.getErr().flush();
        }
        return code;
    }

    private static boolean wantsJson(ParseResult parsed) {
        return parsed.originalArgs().contains(JSON)
                && parsed.asCommandLineList().getLast().getCommandSpec().findOption(JSON) != null;
    }

}
