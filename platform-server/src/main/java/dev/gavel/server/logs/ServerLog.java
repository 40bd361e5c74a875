package dev.gavel.server.logs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.gavel.server.config.LogSettings;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The log of one server process. It stands in front of the destinations that logback was configured
 * with, and bounds them.
 * <ul>
 * <li>{@link Once} lets each kind of line through once.
 * <li>{@link Patient} writes on a thread of its own.
 * <li>{@link CopiedAside} empties files that grow long.
 * </ul>
 */
public final class ServerLog implements AutoCloseable {

    /** Names the file that the launcher sends this process's output to. */
    public static final String FILE_VARIABLE = "GAVEL_LOG_FILE";

    /** Older logs. They and the file that is written have a quarter of the bound each. */
    private static final int OLDER_LOGS = 2;
    /** Older traces. They and the file that is written have an eighth of the bound each. */
    private static final int OLDER_TRACES = 1;
    private static final long SIZE_LOOKED_AT_MILLIS = 250;
    private static final long COUNTS_EVERY_SECONDS = 5;
    private static final String TRACE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level [%thread] %logger - %msg%n%ex%n";

    private final LoggerContext context;
    private final Once once;
    private final List<Patient> patients = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("log").unstarted(task));

    private ServerLog(LoggerContext context) {
        this.context = context;
        this.once = new Once(System::nanoTime);
        once.setContext(context);
    }

    /**
     * Begins, for the whole process.
     *
     * @param traces the file for the first whole trace of each kind
     * @param file the file that the output of this process goes to, if it may be emptied
     */
    public static ServerLog begin(LogSettings settings, Path traces, Optional<Path> file) {
        var log = begin((LoggerContext) LoggerFactory.getILoggerFactory(), settings, traces, file);
        var own = LoggerFactory.getLogger(ServerLog.class);
        Thread.setDefaultUncaughtExceptionHandler(
                (dead, e) -> own.error("thread {} died", dead.getName(), e));
        return log;
    }

    static ServerLog begin(LoggerContext context, LogSettings settings, Path traces,
            Optional<Path> file) {
        var log = new ServerLog(context);
        log.arrange(settings, traces, file);
        return log;
    }

    private void arrange(LogSettings settings, Path traces, Optional<Path> file) {
        context.putProperty(Sentence.TRACES, "" + traces.getFileName());
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var given = new ArrayList<Appender<ILoggingEvent>>();
        root.iteratorForAppenders().forEachRemaining(given::add);
        for (var one : given) {
            root.detachAppender(one);
            add(root, file.isPresent() && one instanceof ConsoleAppender<ILoggingEvent> console
                    ? bounded(file.get(), OLDER_LOGS, settings.maxBytes() / 4, console.getEncoder())
                    : one);
        }
        var whole = new PatternLayoutEncoder();
        whole.setContext(context);
        whole.setPattern(TRACE);
        whole.setCharset(StandardCharsets.UTF_8);
        whole.start();
        var first = bounded(traces, OLDER_TRACES, settings.maxBytes() / 8, whole);
        var filter = new FirstTraces();
        filter.setContext(context);
        filter.start();
        first.addFilter(filter);
        add(root, first);
        once.start();
        context.addTurboFilter(once);
        var unused = thread.scheduleWithFixedDelay(this::tell, COUNTS_EVERY_SECONDS,
                COUNTS_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void add(Logger root, Appender<ILoggingEvent> writer) {
        var patient = new Patient(writer);
        patients.add(patient);
        root.addAppender(patient);
    }

    private RollingFileAppender<ILoggingEvent> bounded(Path file, int older, long maxBytes,
            Encoder<ILoggingEvent> encoder) {
        var writer = new RollingFileAppender<ILoggingEvent>();
        writer.setName("" + file.getFileName());
        writer.setContext(context);
        writer.setFile(file.toString());
        writer.setAppend(true);
        writer.setEncoder(encoder);
        var aside = new CopiedAside(older);
        aside.setContext(context);
        aside.setParent(writer);
        aside.start();
        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(maxBytes));
        size.setCheckIncrement(Duration.buildByMilliseconds(SIZE_LOOKED_AT_MILLIS));
        size.start();
        writer.setRollingPolicy(aside);
        writer.setTriggeringPolicy(size);
        writer.start();
        if (file.toFile().length() > maxBytes) { // starts that fail at once log nothing
            writer.rollover();
        }
        return writer;
    }

    private void tell() {
        once.tell();
        var lost = patients.stream().mapToLong(Patient::lost).sum();
        if (lost > 0) {
            context.getLogger(ServerLog.class)
                    .warn(
                            "{} lines of the log were lost: they could not be written fast enough",
                            lost);
        }
    }

    /** Writes the lines that wait. Nothing is logged after it. */
    @Override
    public void close() {
        thread.shutdownNow();
        once.stop();
        patients.forEach(Patient::stop); // before the context forgets where traces are
        context.stop();
    }
}
