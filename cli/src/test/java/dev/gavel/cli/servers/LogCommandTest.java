package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Raft;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.process.Failures;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The log as JSON lines, while its server runs and after. */
@Tag("slow")
class LogCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Optional<Replicator<HouseState, Event>> replica = Optional.empty();

    @TempDir
    private Path folder;
    private ServerConfig config;

    @BeforeEach
    void configure() throws IOException {
        config = LoopbackConfig.write(folder, 1, "");
    }

    @AfterEach
    void stop() {
        replica.ifPresent(Replicator::close);
        replica = Optional.empty();
    }

    private void start() {
        replica = Optional
                .of(Raft.replica(config.replica(0)).machine(new AuctionReplica()).start());
    }

    private void register(String user) {
        await().atMost(PATIENCE)
                .until(() -> replica.orElseThrow()
                        .submit(new Request(new RequestId.ByKey("k-" + user), user,
                                Bytes.utf8("{\"op\":\"register\"}")))
                        .join() instanceof Submission.Committed);
    }

    private int log(PrintWriter to, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", config.file().toString()));
        return Failures.applyTo(new CommandLine(new LogCommand()))
                .setOut(to)
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private List<JsonNode> lines(String... args) {
        out.getBuffer().setLength(0);
        assertThat(log(new PrintWriter(out, true), args)).as(err.toString()).isZero();
        return out.toString().lines().map(LogCommandTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void printsWhoGaveWhichCommandWhen() {
        start();
        register("ann");
        register("bob");
        stop();
        var commands = lines("--commands");
        assertThat(commands).hasSize(2)
                .allSatisfy(line -> assertThat(line.path("at").asText()).endsWith("Z"));
        var ann = commands.getFirst();
        assertThat(ann.path("by").asText()).isEqualTo("ann");
        assertThat(ann.path("key").asText()).isEqualTo("k-ann");
        assertThat(ann.path("type").asText()).isEqualTo("command");
        assertThat(ann.path("command").path("op").asText()).isEqualTo("register");
        assertThat(ann.path("term").asLong()).isPositive();

        var behind = lines("0", "--json", "--commands", "--after", ann.path("index").asText());
        assertThat(behind).hasSize(1);
        assertThat(behind.getFirst().path("by").asText()).isEqualTo("bob");

        var all = lines();
        assertThat(all.stream().map(line -> line.path("type").asText()).distinct())
                .contains("members", "command");
        assertThat(all.stream().map(line -> line.path("index").asLong())).isSorted();
    }

    /** Gives what is printed line by line, and is closed by the reader's will, as a pipe is. */
    private static final class Pipe extends OutputStream {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final StringBuilder line = new StringBuilder();
        private volatile boolean closed;

        @Override
        public synchronized void write(int each) throws IOException {
            if (closed) {
                throw new IOException("Broken pipe");
            }
            if (each == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append((char) each);
            }
        }
    }

    @Test
    void followsARunningServerUntilNobodyReadsAnyMore() throws Exception {
        start();
        register("ann");
        var pipe = new Pipe();
        var ended = new CopyOnWriteArrayList<Integer>();
        var reader = Thread.ofPlatform()
                .start(() -> ended.add(log(
                        new PrintWriter(pipe, true, StandardCharsets.UTF_8), "--follow",
                        "--commands")));
        await().atMost(PATIENCE).until(() -> pipe.lines.size() == 1);
        register("bob");
        await().atMost(PATIENCE).until(() -> pipe.lines.size() == 2);
        assertThat(json(pipe.lines.get(1)).path("by").asText()).isEqualTo("bob");
        pipe.closed = true;
        register("cid");
        reader.join(PATIENCE.toMillis());
        assertThat(ended).containsExactly(0);
    }

    @Test
    void saysWhereThereIsNoLog() {
        assertThat(log(new PrintWriter(out, true))).isEqualTo(7);
        assertThat(err.toString()).contains("no server has records in ");
        assertThat(log(new PrintWriter(out, true), "0")).isEqualTo(7);
        assertThat(err.toString()).contains("no records of ");
        assertThat(log(new PrintWriter(out, true), "9")).isEqualTo(2);
    }
}
