package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.server.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class LoopbackConfigTest {

    @TempDir
    private Path folder;

    @Test
    void givesEachServerThreePortsOfItsOwn() throws Exception {
        var config = LoopbackConfig.write(folder, 5, "");

        assertThat(config.servers()).hasSize(5)
                .allMatch(server -> server.host().equals("127.0.0.1"));
        assertThat(config.servers()
                .stream()
                .flatMap(
                        server -> Stream.of(server.httpPort(), server.clientPort(),
                                server.raftPort())))
                .doesNotHaveDuplicates()
                .allMatch(Ports::isFree);
    }

    @Test
    void takesFurtherSettingsAndAnyFolder() throws Exception {
        var odd = Files.createDirectory(folder.resolve("a \"b\" $c"));
        var config = LoopbackConfig.write(odd, 1, "replication.keep-entries = 7");

        assertThat(config.tuning().storage().keepEntries()).isEqualTo(7);
        assertThat(config.recordsOf(0)).isEqualTo(odd.resolve("server-0"));
    }

    @Test
    void refusesSettingsThatDoNotExist() {
        assertThatThrownBy(() -> LoopbackConfig.write(folder, 1, "replication.kep-entries = 7"))
                .hasMessageContaining("did you mean keep-entries?");
    }
}
