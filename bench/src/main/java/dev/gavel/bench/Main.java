package dev.gavel.bench;

import picocli.CommandLine;

/** Entry of {@code gavel bench}. */
public final class Main {

    private Main() {}

    /** Runs the verb and ends the process with its exit code. */
    public static void main(String[] args) {
        var line = new CommandLine(new BenchCommand());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("gavel bench: " + e.getMessage());
            return 4;
        });
        var words = args.length > 0 && args[0].equals("bench")
                ? java.util.Arrays.copyOfRange(args, 1, args.length)
                : args;
        System.exit(line.execute(words));
    }
}
