package dev.gavel.cli.shell;

import dev.gavel.auction.model.UserName;
import dev.gavel.cli.verbs.CommandTree;
import dev.gavel.cli.verbs.House;
import dev.gavel.cli.verbs.Look;
import dev.gavel.cli.verbs.Output;
import dev.gavel.cli.verbs.TypedLines;
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
import java.util.Optional;
import java.util.stream.Collectors;

/** The shell on a terminal: prompt, completion, history, and live events and prices above the prompt. */
final class Screen implements AutoCloseable {
    private static final Size SIZE_WHERE_UNKNOWN = Size.of(80, 24);

    private final House house;
    private final Look look;
    private final Terminal terminal;
    private final LineReader reader;

    Screen(House house) throws IOException {
        // To ask the terminal what it can do would throw away what was typed before the prompt.
        this.terminal = TerminalBuilder.builder()
                .system(true)
                .graphemeCluster(false)
                .build();
        if (terminal.getSize().getColumns() == 0 || terminal.getSize().getRows() == 0) {
            terminal.setSize(SIZE_WHERE_UNKNOWN);
        }
        this.look = Look.ofShell(house.environment(), this::width);
        this.house = house;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("gavel")
                .completer(new AggregateCompleter(
                        new StringsCompleter("use", "follow", "unfollow", "info", "as", "help",
                                "exit"),
                        new PicocliJLineCompleter(CommandTree.whole(house).getCommandSpec())))
                .variable(LineReader.HISTORY_FILE,
                        Path.of(System.getProperty("user.home", "."), ".gavel_history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Until the user leaves; the exit code of the last line. */
    int run() {
        var writer = terminal.writer();
        var output = new Output(writer, writer, look);
        output.line("Gavel, asking " + house.servers()
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ")) + ". Type help, or exit to leave.");
        try {
            var shell = new Shell(house.forUser(askUser(), output)
                    .typedAs(new TypedLines(terminal.reader())), writer, writer);
            try (var events = new LiveEvents(reader::printAbove);
                    var prompt = new LivePrompt(reader, look, shell, events)) {
                while (!shell.isOver()) {
                    readLine(shell, events, prompt);
                }
            }
            return shell.exitCode();
        } catch (EndOfFileException | UserInterruptException e) {
            return 0; // Ctrl-D leaves; so does Ctrl-C where a name is asked for
        }
    }

    private int width() {
        var columns = terminal.getSize().getColumns();
        return columns > 0 ? columns : SIZE_WHERE_UNKNOWN.getColumns();
    }

    /** A line that looks like something else than a name must be given twice. */
    private String askUser() {
        if (house.namesUser()) {
            return house.knownUser();
        }
        var usual = house.knownUser();
        var prompt = usual.isEmpty() ? "User name: " : "User name [" + usual + "]: ";
        var doubted = "";
        while (true) {
            var name = reader.readLine(prompt).strip();
            if (name.isEmpty()) {
                name = usual;
            }
            var doubt = name.isEmpty() ? Optional.of("type your user name, or Ctrl-D to leave")
                    : UserNames.doubt(name);
            if (doubt.isEmpty() || (name.equals(doubted) && UserName.isValid(name))) {
                return name;
            }
            doubted = name;
            terminal.writer()
                    .println(doubt.get() + (UserName.isValid(name)
                            ? "; type it again if it is really your name"
                            : ""));
            terminal.flush();
        }
    }

    private void readLine(Shell shell, LiveEvents events, LivePrompt prompt) {
        try {
            var line = reader.readLine(prompt.text());
            interruptibly(() -> shell.run(line));
            events.follow(shell.house(), shell.auction(), shell.followed());
        } catch (UserInterruptException e) {
            // Ctrl-C drops the line, as in other shells
        }
    }

    /** Ctrl-C ends what runs, such as {@code watch}, and not the shell. */
    private void interruptibly(Runnable task) {
        var running = Thread.currentThread();
        var before = terminal.handle(Terminal.Signal.INT, signal -> {
            terminal.writer().println();
            running.interrupt();
        });
        try {
            task.run();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            Thread.interrupted(); // where it came too late to end anything
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
