package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaStatus.Role;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.process.Failures;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A backup under this program: the same digests, or what is wrong with it and where. */
@Tag("slow")
class UpgradeRehearseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("set by JUnit");
    private String out = "";
    private String err = "";

    /** Of a house of one server under version 1: two users, a snapshot, two more. */
    @BeforeEach
    void backUp() throws IOException {
        var config = LoopbackConfig.write(folder, 1, "");
        try (var replica = Raft.replica(config.replica(0)).machine(new AuctionReplica()).start()) {
            await().atMost(PATIENCE)
                    .until(() -> replica.status().role() == Role.LEADER
                            && replica.status().ready());
            register(replica, "ann", "bob");
            replica.takeSnapshot().join();
            register(replica, "cid", "dan");
        }
        assertThat(run(new BackupCommand(), "0", "--to", copies().toString(),
                "--config", config.file().toString())).as(err).isZero();
    }

    private Path copies() {
        return folder.resolve("copies");
    }

    private Path copy() {
        return copies().resolve("server-0");
    }

    private static void register(Replicator<?, ?> replica, String... users) {
        for (var user : users) {
            assertThat(replica.submit(new Request(new RequestId.ByKey("k-" + user), user,
                    Bytes.utf8("{\"op\":\"register\"}"))).join())
                    .isInstanceOf(Submission.Committed.class);
        }
    }

    private int run(Object command, String... words) {
        var said = new StringWriter();
        var told = new StringWriter();
        var code = Failures.applyTo(new CommandLine(command))
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(told, true))
                .execute(words);
        out = said.toString();
        err = told.toString();
        return code;
    }

    private int rehearse(Path dir, String... more) {
        var words = new ArrayList<>(List.of("rehearse", dir.toString(),
                "--config=" + folder.resolve("gavel.conf")));
        words.addAll(List.of(more));
        return run(new UpgradeCommand(), words.toArray(String[]::new));
    }

    private void flip(Path file, long atByte) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[(int) atByte] ^= 1;
        Files.write(file, bytes);
    }

    private Path in(String name) throws IOException {
        try (var files = Files.walk(copy())) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void comesToTheSameDigests() {
        assertThat(rehearse(copies())).as(out + err).isZero();
        assertThat(out)
                .contains(copy() + ": this program comes to the same digests: 4 commands from"
                        + " the beginning up to index ");
        assertThat(rehearse(copy(), "--json")).isZero();
        assertThat(out).contains("\"same\":true", "\"commands\":4", "\"faults\":[]");
    }

    @Test
    void namesTheFirstPlaceThatIsDamaged() throws IOException {
        var log = in("log_.*");
        flip(log, 200);
        assertThat(rehearse(copies())).isEqualTo(ExitCodes.RECORDS);
        assertThat(out).contains("NOT THE SAME; first ", log.toString());
        flip(log, 200);

        var snapshot = in("snapshot\\.\\d+_\\d+");
        flip(snapshot, 60);
        assertThat(rehearse(copy())).isEqualTo(ExitCodes.RECORDS);
        assertThat(out).contains(snapshot + ": its bytes are not those its digest file tells of");
        flip(snapshot, 60);

        for (var small : new String[]{"raft-meta", "raft-meta\\.conf", "promised"}) {
            var file = in(small);
            var at = small.equals("promised") ? 3 : 12;
            flip(file, at);
            assertThat(rehearse(copy())).as(small).isEqualTo(ExitCodes.RECORDS);
            assertThat(out).contains(file.toString());
            flip(file, at);
        }
        assertThat(rehearse(copy())).as(out).isZero();
    }

    @Test
    void saysWhoseABackupOfAnotherHouseIs() throws IOException {
        Files.createDirectory(folder.resolve("other"));
        var other = LoopbackConfig.write(folder.resolve("other"), 1, "cluster = other");
        assertThat(run(new UpgradeCommand(), "rehearse", copies().toString(), "--json",
                "--config=" + other.file())).isEqualTo(ExitCodes.RECORDS);
        assertThat(out).contains("\"same\":false", "these are the records of \\\"gavel\\\", and the"
                + " configuration is of \\\"other\\\"");
    }

    @Test
    void saysThatAFolderIsNoBackupAndLeavesItAsItIs() throws IOException {
        var empty = Files.createDirectories(folder.resolve("empty").resolve("server-0"));
        assertThat(rehearse(empty)).isEqualTo(ExitCodes.RECORDS);
        assertThat(out).contains("this is no copy of a server's records");
        assertThat(empty).isEmptyDirectory();
        assertThat(rehearse(folder.resolve("nowhere"))).isEqualTo(ExitCodes.RECORDS);
        assertThat(err).contains("there is no folder");
        assertThat(rehearse(Files.createDirectory(folder.resolve("plain"))))
                .isEqualTo(ExitCodes.RECORDS);
        assertThat(err).contains("holds no folder server-N");
    }

    /** As one that a later program made: {@code promised} says so, and nothing else is read. */
    @Test
    void leavesABackupOfALaterVersionToALaterProgram() throws IOException {
        var promised = copy().resolve("promised");
        var bytes = Files.readAllBytes(promised);
        var sum = new CRC32C();
        sum.update(ByteBuffer.allocate(4).putInt(9).flip());
        ByteBuffer.wrap(bytes).put(7, (byte) '3').putInt(8, 9).putInt(12, (int) sum.getValue());
        Files.write(promised, bytes);
        assertThat(rehearse(copy())).isEqualTo(ExitCodes.RECORDS);
        assertThat(out).contains("is of a format that this program does not know",
                "docs/UPGRADING.md");
    }
}
