package dev.gavel.server.dev;

import dev.gavel.client.JsonObject;
import dev.gavel.client.exit.Crash;
import dev.gavel.client.exit.FileTrouble;
import dev.gavel.client.exit.Misuse;
import dev.gavel.client.exit.RequiredInHelp;
import dev.gavel.raft.RecordsException;
import dev.gavel.server.config.ConfigFaultsException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Exit codes of the verbs here, which are those of all programs ({@link dev.gavel.client.exit.ExitCodes}),
 * and the one place where a failure becomes a sentence and a code.
 */
public final class ExitCodes {

    /** It did what it was asked. */
    public static final int OK = dev.gavel.client.exit.ExitCodes.OK;
    /** It could not, for a reason that was printed. */
    public static final int FAILED = dev.gavel.client.exit.ExitCodes.REFUSED;
    /** Wrong usage, or a wrong configuration. */
    public static final int USAGE = dev.gavel.client.exit.ExitCodes.USAGE;
    /** No leader, or no server reached in time. */
    public static final int NOT_REACHED = dev.gavel.client.exit.ExitCodes.UNREACHED;
    /** Records are another's, in use, damaged, or cannot be read. */
    public static final int RECORDS = dev.gavel.client.exit.ExitCodes.RECORDS;

    private static final String JSON = "--json";

    private ExitCodes() {}

    /** Makes {@code line} print failures as sentences on stderr, or as JSON on stdout. */
    public static CommandLine applyTo(CommandLine line) {
        return RequiredInHelp.applyTo(line)
                .registerConverter(Path.class, ExitCodes::path)
                .setExecutionStrategy(ExitCodes::run)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(ExitCodes::failed);
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
            case ConfigFaultsException wrong -> tell(line, json, USAGE, wrong.faults().size() == 1
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
            case RecordsException records -> tell(line, json, RECORDS,
                    "gavel: " + records.getMessage());
            case UncheckedIOException io -> tell(line, json, FAILED,
                    "gavel: " + FileTrouble.sentence(io));
            case IOException io -> tell(line, json, FAILED, "gavel: " + FileTrouble.sentence(io));
            case InterruptedException interrupted -> dev.gavel.client.exit.ExitCodes.INTERRUPTED;
            default -> json ? Crash.tellJson(e, line.getOut()) : Crash.tell(e, line.getErr());
        };
    }

    private static int tell(CommandLine line, boolean json, int code, String sentence) {
        if (json) {
            line.getOut()
                    .println(JsonObject.of("status", "fail")
                            .with("code", code == USAGE ? "BAD_COMMAND" : "FAILED")
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
