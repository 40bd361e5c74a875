package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server is started with, of which the tests here see all and a little more. */
class ServerJarsTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev.gavel.cli.Main", "dev.gavel.cli.shell.Shell",
            "dev.gavel.cli.servers.DevCluster", "dev.gavel.sellerrun.Selling",
            "dev.gavel.lab.demo.Demo", "dev.gavel.lab.scenario.Scenario",
            "dev.gavel.lab.bench.BenchCommand", "org.jline.terminal.Terminal",
            "org.openjdk.jmh.runner.Runner"})
    void holdNoShellNoDemoAndNoBench(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
}
