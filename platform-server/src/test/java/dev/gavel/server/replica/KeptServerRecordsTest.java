package dev.gavel.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.RecordsReplay;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Records of a server that ran each released version of the house, as {@code gavel backup} left them: log, snapshot
 * and small files. They come to the digest that the program of then came to.
 */
class KeptServerRecordsTest {

    private static final Path RECORDS = Path.of("src/test/records");

    @TempDir
    private Path folder = Path.of("set by JUnit");

    static List<Path> versions() throws IOException {
        try (var files = Files.list(RECORDS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void comeToTheirDigest(Path version) throws IOException {
        var known = new Properties();
        try (var in = Files.newBufferedReader(version.resolve("known.properties"))) {
            known.load(in);
        }
        var copy = folder.resolve("server-0");
        copy(version.resolve("server-0"), copy);
        var config = new ReplicaConfig("kept", 0, List.of(new Peer(0, "127.0.0.1:13000")), copy,
                ReplicaConfig.Tuning.defaults());

        var found = RecordsReplay.of(config, AuctionReplica::new, (index, of) -> {});

        assertThat(found.faults()).isEmpty();
        assertThat(found.after()).isEqualTo(-1);
        assertThat(found.commands()).isEqualTo(number(known, "commands"));
        assertThat(found.snapshots()).isEqualTo((int) number(known, "snapshots"));
        assertThat(found.digests().lastKey()).isEqualTo(number(known, "digestIndex"));
        assertThat(found.digests().lastEntry().getValue().asHex())
                .isEqualTo(known.getProperty("digest"));
    }

    private static long number(Properties known, String name) {
        return Long.parseLong(known.getProperty(name));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
