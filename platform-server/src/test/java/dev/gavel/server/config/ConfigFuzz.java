package dev.gavel.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configurations: they are read, or all their faults are named. No host in them is looked up. */
@Timeout(10)
class ConfigFuzz {

    private static final Map<String, String> ANY_HOST = Map
            .of(Environment.nameOf(ServerList.LOUD_SETTING), "true");

    @TempDir
    static Path folder = Path.of("set by JUnit");

    @FuzzTest
    void aConfigurationIsReadOrItsFaultsAreNamed(byte[] bytes) throws IOException {
        var file = folder.resolve("gavel.conf");
        Files.write(file, bytes);
        try {
            var config = ServerConfig.load(file, ANY_HOST);
            assertThat(config.servers()).isNotEmpty();
        } catch (ConfigFaultsException refused) {
            assertThat(refused.faults()).isNotEmpty();
        }
    }
}
