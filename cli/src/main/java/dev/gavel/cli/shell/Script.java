package dev.gavel.cli.shell;

import dev.gavel.cli.verbs.House;
import dev.gavel.cli.verbs.TypedLines;
import dev.gavel.server.exit.ExitCodes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * The shell without a terminal: lines from a file or a pipe, and no prompt. All of them are the script's:
 * a verb that hears what is typed, such as {@code buy}, hears nothing here.
 */
final class Script {
    private final House house;
    private final BufferedReader lines;
    private final PrintWriter out;
    private final PrintWriter err;

    Script(House house, BufferedReader lines, PrintWriter out, PrintWriter err) {
        this.house = house;
        this.lines = lines;
        this.out = out;
        this.err = err;
    }

    /** Runs all lines; without a named user the first line is the name. The exit code of the last. */
    int run() throws IOException {
        var user = house.knownUser();
        if (!house.namesUser()) {
            var name = lines.readLine();
            user = name == null || name.isBlank() ? user : name.strip();
            var doubt = name == null ? Optional.<String>empty() : UserNames.doubt(user);
            if (doubt.isPresent()) {
                err.println("gavel: without --as NAME the first line must be the user name: "
                        + doubt.get());
                return ExitCodes.USAGE;
            }
        }
        var shell = new Shell(house.forUser(user, house.output()).typedAs(TypedLines.ofNobody()),
                out, err);
        for (var line = lines.readLine(); line != null
                && !shell.isOver(); line = lines.readLine()) {
            shell.run(line);
        }
        return shell.exitCode();
    }
}
