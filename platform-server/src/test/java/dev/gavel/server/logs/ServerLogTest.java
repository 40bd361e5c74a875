package dev.gavel.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.read.ListAppender;
import dev.gavel.server.config.LogSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

class ServerLogTest {

    private static final int MANY = 5_000;
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder = Path.of("");

    private final LoggerContext context = new LoggerContext();
    private final Logger ours = context.getLogger("dev.gavel.raft.ratis.Tested");
    private final Logger foreign = context.getLogger("org.apache.ratis.Tested");
    private final AtomicLong nanos = new AtomicLong(1);
    private final Once once = new Once(nanos::get);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    ServerLogTest() {
        context.setMDCAdapter(new LogbackMDCAdapter()); // as the one of a process has
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void listen() {
        said.setContext(context);
        said.start();
        context.getLogger("ROOT").addAppender(said);
        once.setContext(context);
        once.start();
        context.addTurboFilter(once);
    }

    private List<String> lines() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        once.tell();
    }

    @Test
    void aFailureIsSaidOnceThenCountedAndSaidToHaveEnded() {
        listen();
        for (var n = 0; n < 413; n++) {
            foreign.warn("request {} to server-2 failed", n, new IOException("broken " + n));
        }
        pass(Duration.ofSeconds(30));
        assertThat(lines()).hasSize(1);

        pass(Duration.ofSeconds(31));
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).startsWith("request 0 to server-2 failed … 412 times more")
                .contains("not since 61 s");

        foreign.warn("request {} to server-2 failed", 9, new IOException("broken again"));
        assertThat(lines()).as("after its end it is news again").hasSize(3);
    }

    @Test
    void aFailureThatGoesOnIsCountedEveryFiveMinutes() {
        listen();
        for (var second = 0; second < 3_600; second++) {
            foreign.warn("it fails, number {}", second);
            pass(Duration.ofSeconds(1));
        }
        assertThat(lines()).hasSizeBetween(12, 13);
        assertThat(lines().get(1)).contains("299 times more in 5 minutes");
    }

    @Test
    void failuresOfTwoServersAreTwoFailures() {
        listen();
        for (var n = 0; n < 10; n++) {
            ours.warn("server {} does not answer", 1);
            ours.warn("server {} does not answer", 2);
        }
        assertThat(lines()).containsExactly("server 1 does not answer",
                "server 2 does not answer");
    }

    @Test
    void newsOfOursThatDifferInNumbersAreToldEach() {
        listen();
        ours.info("the members are now {}, since index {}", List.of(0, 1, 2), 5);
        ours.info("the members are now {}, since index {}", List.of(0, 1, 3), 9);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void whatStrangersSendMakesNoNewKinds() {
        listen();
        var edge = context.getLogger("dev.gavel.server.http.HttpServer");
        for (var word : List.of("apple", "pear", "plum")) {
            edge.error("{} {} failed", "GET", "/" + word, new IllegalStateException(word));
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void whateverIsSaidNoMoreThanABoundOfLinesAMinuteIsWritten() {
        listen();
        for (var n = 0; n < MANY; n++) {
            ours.warn(letters(n));
        }
        assertThat(lines()).hasSize(Once.LINES_A_MINUTE);
        pass(Duration.ofSeconds(5));
        assertThat(lines().getLast())
                .startsWith((MANY - Once.LINES_A_MINUTE) + " lines were left out");
    }

    @Test
    void askingWhetherALevelIsOnCountsForNothing() {
        listen();
        for (var n = 0; n < 3; n++) {
            assertThat(foreign.isWarnEnabled()).isTrue();
            assertThat(foreign.isErrorEnabled()).isTrue();
        }
        foreign.warn("it fails");
        assertThat(lines()).containsExactly("it fails");
    }

    @Test
    void whoLogsDoesNotWaitForADestinationThatTakesNothing() {
        var stuck = new CountDownLatch(1);
        var blocked = new OutputStreamAppender<ILoggingEvent>();
        blocked.setContext(context);
        blocked.setEncoder(encoder());
        blocked.setOutputStream(new OutputStream() {

            @Override
            public void write(int one) throws IOException {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        blocked.start();
        var patient = new Patient(blocked);
        context.getLogger("ROOT").addAppender(patient);

        var began = System.nanoTime();
        for (var n = 0; n < MANY; n++) {
            ours.warn("line {}", n);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(patient.lost()).isBetween(1L, (long) MANY);
        stuck.countDown();
    }

    @Test
    void aLogInAFileIsEmptiedWhenItGrowsLongAndWhatElseIsPrintedToItStays() throws IOException {
        var file = folder.resolve("server-0.log");
        Files.writeString(file, "printed before\n");
        var settings = new LogSettings(400_000);
        console();
        try (var log = ServerLog.begin(context, settings, folder.resolve("server-0.traces"),
                Optional.of(file))) {
            assertThat(log).isNotNull();
            context.getLogger("dev.gavel").setLevel(Level.DEBUG);
            var until = System.nanoTime() + SOON.toNanos();
            while (!Files.exists(file.resolveSibling("server-0.log.2"))
                    && System.nanoTime() < until) {
                ours.debug("{}", "y".repeat(500)); // what is asked for is not thinned out
            }
        }
        Files.writeString(file, "printed after\n", StandardOpenOption.APPEND);

        assertThat(folder.resolve("server-0.log.2")).exists();
        assertThat(folder.resolve("server-0.log.3")).doesNotExist();
        assertThat(Files.readString(file)).endsWith("printed after\n").doesNotContain("\0");
    }

    @Test
    void aLogThatGrewLongByStartsThatFailedIsEmptiedAtTheNext() throws IOException {
        var file = folder.resolve("server-0.log");
        Files.writeString(file, "the HTTP port is in use\n".repeat(10_000));
        console();
        try (var log = ServerLog.begin(context, new LogSettings(400_000),
                folder.resolve("server-0.traces"), Optional.of(file))) {
            assertThat(log).isNotNull();
            assertThat(file).isEmptyFile();
        }
    }

    @Test
    void eachKindOfFailureLeavesOneWholeTraceBesideTheLog() throws IOException {
        var file = folder.resolve("server-0.log");
        var traces = folder.resolve("server-0.traces");
        console();
        try (var log = ServerLog.begin(context, LogSettings.defaults(), traces,
                Optional.of(file))) {
            assertThat(log).isNotNull();
            for (var n = 0; n < 100; n++) {
                ours.error("it fails", new IllegalStateException("number " + n));
            }
        }
        assertThat(Files.readString(traces)).containsOnlyOnce("IllegalStateException: number 0")
                .doesNotContain("number 1")
                .contains("\tat ");
        assertThat(Files.readAllLines(file)).hasSize(1)
                .first()
                .asString()
                .endsWith("ERROR raft - it fails: number 0 (trace in server-0.traces)");
    }

    private void console() {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder());
        console.start();
        context.getLogger("ROOT").addAppender(console);
    }

    private PatternLayoutEncoder encoder() {
        var encoder = new PatternLayoutEncoder() {

            @Override
            public void start() {
                var layout = new ch.qos.logback.classic.PatternLayout();
                layout.setContext(context);
                layout.getInstanceConverterMap().put("area", Area::new);
                layout.getInstanceConverterMap().put("sentence", Sentence::new);
                layout.setPattern("%-5level %area - %sentence%n");
                layout.start();
                this.layout = layout;
                this.started = true;
            }
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static String letters(int number) {
        var word = new StringBuilder();
        for (var rest = number + 26; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }
}
