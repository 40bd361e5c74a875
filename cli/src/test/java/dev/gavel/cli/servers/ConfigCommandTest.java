package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.process.Failures;
import dev.gavel.server.process.UsualConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ConfigCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void listsTheServersOfAGoodFile() {
        assertThat(run("check", "--config", "../conf/gavel.conf")).isZero();
        assertThat(out.toString())
                .startsWith("../conf/gavel.conf is good: 5 servers of \"gavel\", records in ")
                .contains("  server 4  http 127.0.0.1:8084  client 127.0.0.1:20040"
                        + "  raft 127.0.0.1:30040");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsAllFaultsAndEndsWithTwo() throws Exception {
        var file = Files.writeString(folder.resolve("wrong.conf"), "mode = shut\nservers = 1\n");

        assertThat(run("check", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(
                file + ":1: mode: must be open, was \"shut\"",
                file + ":2: servers: is missing: a list [ { … }, … ]",
                "gavel: 2 faults in the configuration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\1\2binary", "\ufffd"})
    void ofAFileThatIsNoTextNothingIsRepeated(String content) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.conf"), content);

        assertThat(run("check", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(file + ":1: this is no text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster = "x";servers = [;{id = 0;  | 4 | a } or ] is missing before the end of the file
            cluster {; name = x;                | 3 | a } or ] is missing before the end of the file
            cluster = "x;servers = []           | 1 | a text that begins with a quotation mark does not end in this line
            """)
    void saysPlainlyWhatIsNotClosed(String content, int line, String said) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.conf"), content.replace(";", "\n"));

        assertThat(run("check", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(file + ":" + line + ": " + said);
    }

    @Test
    void suggestsTheVerbThatWasMeant() {
        assertThat(run("chek")).isEqualTo(2);
        assertThat(err.toString()).contains("check");
    }

    @Test
    void isTheFileThatTheEnvironmentNamesWhereNoOptionDoes() {
        var beside = Path.of(System.getProperty("gavel.home", ""), "conf", "gavel.conf");
        assertThat(UsualConfig.in(Map.of())).isEqualTo(beside);
        assertThat(UsualConfig.in(Map.of("GAVEL_CONFIG", ""))).isEqualTo(beside);
        assertThat(UsualConfig.in(Map.of("GAVEL_CONFIG", "my.conf"))).isEqualTo(Path.of("my.conf"));
    }

    @Test
    void isTypedInHintsSoThatAShellTakesIt() {
        assertThat(UsualConfig.typed("--config", Path.of("/etc/my-house.conf")))
                .isEqualTo(" --config /etc/my-house.conf");
        assertThat(UsualConfig.typed("--config", Path.of("my house's.conf")))
                .isEqualTo(" --config 'my house'\\''s.conf'");
    }

    @Test
    void isNamedWhereAVerbOfOperatorsSaysWhatToTypeNext() throws Exception {
        var file = LoopbackConfig.write(folder, 3, "").file();
        var code = Failures.applyTo(new CommandLine(new UpgradeCommand()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("roll", "--config", file.toString());
        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(err.toString().strip())
                .endsWith("gavel cluster start --config " + folder.resolve("gavel.conf"));
    }

    @Test
    void asksForAVerb() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("gavel config check");
    }

    private int run(String... args) {
        return Failures.applyTo(new CommandLine(new ConfigCommand()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
