package dev.gavel.server.dev;

import dev.gavel.server.config.ConfigFaultsException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Locale;

/** Exit codes of the verbs here, and the one place where a failure becomes a sentence and a code. */
public final class ExitCodes {

    /** It did what it was asked. */
    public static final int OK = 0;
    /** It could not, for a reason that was printed. */
    public static final int FAILED = 1;
    /** Wrong usage, or a wrong configuration. */
    public static final int USAGE = 2;
    /** No leader, or no server reached in time. */
    public static final int NOT_REACHED = 4;

    private ExitCodes() {}

    /** Makes {@code line} print failures as sentences on stderr. */
    public static CommandLine applyTo(CommandLine line) {
        return line.setParameterExceptionHandler(ExitCodes::misused)
                .setExecutionExceptionHandler(ExitCodes::failed);
    }

    private static int misused(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        var err = line.getErr();
        err.println("gavel: " + (e instanceof UnmatchedArgumentException unmatched
                ? "there is no " + String.join(" ", unmatched.getUnmatched()) + " here"
                : e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return USAGE;
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        var err = line.getErr();
        int code = switch (e) {
            case ConfigFaultsException wrong -> {
                var faults = wrong.faults();
                faults.forEach(err::println);
                if (faults.size() > 1) {
                    err.println(String.format(Locale.ROOT, "gavel: %d faults in the configuration",
                            faults.size()));
                }
                yield USAGE;
            }
            case VerbFailedException failure -> {
                err.println("gavel: " + failure.getMessage());
                yield failure.exitCode();
            }
            default -> {
                e.printStackTrace(err);
                yield FAILED;
            }
        };
        err.flush();
        return code;
    }
}
