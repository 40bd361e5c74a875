package dev.gavel.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The launcher with a real Java, a server, and the command line. */
class LauncherIT {

    private static final String LETTERS = "Schrank Ödön 東京 😀";

    @TempDir
    Path folder = Path.of("set by JUnit");

    @AfterEach
    void unlink() throws IOException {
        Installation.unlink(folder);
    }

    @Test
    void aHouseWithLettersInItsPathsTakesLettersInAnyLocaleAndMayBeMoved()
            throws IOException, InterruptedException {
        var ports = Ports.free(3);
        var installation = Installation.in(folder, "Gävel 東京 😀 with blanks")
                .buildOfThisTest()
                .file("Ärger 東京.conf",
                        """
                                records-folder = "%s/Bücher 東京 😀"
                                servers = [ { id = 0, host = 127.0.0.1, http-port = %d, client-port = %d, raft-port = %d } ]
                                """
                                .formatted(folder, ports.get(0), ports.get(1), ports.get(2)));
        var java = "JAVA_HOME='" + System.getProperty("java.home") + "' GAVEL_HEAP=128m ";
        var config = " --config '" + folder + "/Ärger 東京.conf'";
        try {
            var started = installation.run(java + "LC_ALL=C",
                    "installed/gavel cluster start" + config);
            assertThat(started.code()).as(started.text()).isZero();
            var created = installation.run(java + "LC_ALL=POSIX",
                    "installed/gavel create --name '" + LETTERS
                            + "' --start 1 --duration 1h --open --as sue" + config);
            assertThat(created.code()).as(created.text()).isZero();
            assertThat(installation.bash("stat -c %a 'Bücher 東京 😀/server-0'")).isEqualTo("700\n");
            installation.run(java + "LC_ALL=C", "installed/gavel cluster stop" + config);

            installation.bash(
                    "mv 'Gävel 東京 😀 with blanks' 'Umgezögen' && rm installed && ln -s 'Umgezögen' installed");
            var again = installation.run(java + "LANG=", "installed/gavel cluster start" + config);
            assertThat(again.code()).as(again.text()).isZero();
            var shown = installation.run(java + "LC_ALL=de_DE.ISO-8859-1",
                    "installed/gavel show 1 --timeout 20s" + config);
            assertThat(shown.text()).contains(LETTERS);
        } finally {
            installation.run(java, "installed/gavel cluster stop" + config);
        }
    }
}
