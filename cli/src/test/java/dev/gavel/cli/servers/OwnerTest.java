package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Raft;
import dev.gavel.server.config.ServerConfig;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;
import dev.gavel.server.process.PidFile;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Servers and records of another user are said to be that user's, and are left alone. */
@Tag("slow")
class OwnerTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> OPENING = List.of("server 0", "cluster start", "log",
            "log 0", "records check", "records check 0", "records skip 5", "verify", "verify 0",
            "backup 0 --to copy");
    /** What these read, they may. */
    private static final Pattern ALLOWED = Pattern
            .compile("^(log|backup) .*/open$|^records skip .*/(open|log-closed)$");
    private static final String OF_JAVA = "Exception|java\\.|dev\\.gavel|\\bat [\\w.$]+\\(";

    @TempDir
    private Path folder;

    @Test
    void ourOwnProcessesAreOurs() {
        assertThat(Owner.other(ProcessHandle.current().pid())).isEmpty();
        assertThat(Owner.other(Long.MAX_VALUE)).isEmpty();
    }

    /** This process stands for a server of root's. */
    @Test
    void anothersServerIsNamedAtOnceByEveryVerbThatTouchesIt() throws Exception {
        var another = new AnotherUser(folder);
        var config = LoopbackConfig.write(folder, 1, "");
        PidFile.of(config, config.servers().getFirst())
                .write(ProcessHandle.current(), config.recordsFolder());
        var lines = List.of("cluster stop", "cluster stop 0", "cluster kill 0", "cluster pause 0",
                "cluster resume 0", "cluster restart 0", "upgrade roll");
        var ended = another.says(lines.stream()
                .map(line -> line + " --config=" + config.file())
                .toList());
        for (var i = 0; i < lines.size(); i++) {
            var one = ended.get(i);
            assertThat(one.code()).as(lines.get(i) + one).isEqualTo(ExitCodes.REFUSED);
            assertThat(one.text()).as(lines.get(i))
                    .isEqualTo("gavel: server 0 runs as the user root: only that user or root may"
                            + " stop, pause or restart them\n");
            assertThat(one.took()).as(lines.get(i)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void oneOwnServersMayBeStopped() throws IOException {
        var config = LoopbackConfig.write(folder, 1, "");
        var cluster = DevCluster.of(config, false);
        cluster.requireOwn(List.of(0));
        assertThatThrownBy(() -> cluster.requireOwn(List.of(9)))
                .isInstanceOf(VerbFailedException.class);
    }

    /** Behind a folder that only root may enter, or with a server's own folder or log closed, or only to be read. */
    @Test
    void anothersRecordsAreNamedByEveryVerbThatOpensThem() throws Exception {
        var another = new AnotherUser(folder);
        var records = writeRecords();
        var places = Map.of("all closed", "", "server closed", "server-0", "log closed",
                "server-0/raft", "open", "none");
        var said = new LinkedHashMap<String, Path>();
        for (var place : places.entrySet()) {
            var copy = folder.resolve(place.getKey().replace(' ', '-'));
            copy(records.recordsFolder(), copy);
            close(copy.resolve(place.getValue()));
            for (var verb : OPENING) {
                said.put(verb + " --config=" + records.file() + " --records=" + copy, copy);
            }
        }
        said.keySet().removeIf(line -> ALLOWED.matcher(line).find());
        var ended = another.says(List.copyOf(said.keySet())).iterator();
        said.forEach((line, place) -> {
            var one = ended.next();
            assertThat(one.code()).as(line + one).isEqualTo(ExitCodes.RECORDS);
            assertThat(one.text()).as(line)
                    .contains(place.toString())
                    .containsPattern("this user may not (use|read|write) ")
                    .doesNotContainPattern(OF_JAVA)
                    .hasLineCount(1);
        });
    }

    /** What a server leaves that was alone in its house, in a folder of their own. */
    private ServerConfig writeRecords() throws IOException {
        var config = LoopbackConfig.write(folder, 1, "")
                .withRecordsFolder(folder.resolve("records"));
        try (var replica = Raft.replica(config.replica(0)).machine(new AuctionReplica()).start()) {
            await().atMost(PATIENCE).until(() -> replica.status().logEndIndex() >= 0);
        }
        return config;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()).normalize());
            }
        }
    }

    private static void close(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
