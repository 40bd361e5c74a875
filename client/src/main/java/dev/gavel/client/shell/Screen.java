package dev.gavel.client.shell;

import dev.gavel.client.cli.CommandTree;
import dev.gavel.client.cli.House;
import dev.gavel.client.cli.Output;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.AggregateCompleter;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.shell.jline3.PicocliJLineCompleter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The shell on a terminal: prompt, completion, history, and live events above the prompt. */
final class Screen implements AutoCloseable {
    private static final Size SIZE_WHERE_UNKNOWN = Size.of(80, 24);

    private final House house;
    private final Terminal terminal;
    private final LineReader reader;

    Screen(House house) throws IOException {
        this.terminal = TerminalBuilder.builder().system(true).build();
        if (terminal.getSize().getColumns() == 0 || terminal.getSize().getRows() == 0) {
            terminal.setSize(SIZE_WHERE_UNKNOWN);
        }
        this.house = house;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("gavel")
                .completer(new AggregateCompleter(
                        new StringsCompleter("use", "info", "as", "help", "exit"),
                        new PicocliJLineCompleter(CommandTree.whole(house).getCommandSpec())))
                .variable(LineReader.HISTORY_FILE,
                        Path.of(System.getProperty("user.home", "."), ".gavel_history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Until the user leaves; the exit code of the last line. */
    int run() {
        var writer = terminal.writer();
        var output = new Output(writer, writer, true);
        output.line("Gavel, asking " + house.servers()
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ")) + ". Type help, or exit to leave.");
        try {
            var shell = new Shell(house.forUser(askUser(), output), writer, writer);
            try (var events = new LiveEvents(reader::printAbove)) {
                while (!shell.isOver()) {
                    readLine(shell, events);
                }
            }
            return shell.exitCode();
        } catch (EndOfFileException | UserInterruptException e) {
            return 0; // Ctrl-D leaves; so does Ctrl-C where a name is asked for
        }
    }

    private String askUser() {
        if (house.namesUser()) {
            return house.user();
        }
        var name = reader.readLine("User name [" + house.user() + "]: ").strip();
        return name.isEmpty() ? house.user() : name;
    }

    private void readLine(Shell shell, LiveEvents events) {
        try {
            shell.run(reader.readLine(shell.house().user()
                    + shell.auction().map(id -> " on " + id).orElse("") + "> "));
            events.follow(shell.house(), shell.auction());
        } catch (UserInterruptException e) {
            // Ctrl-C drops the line, as in other shells
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
