package dev.gavel.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The leaders a server remembers, also over a restart. */
class ReignsTest {

    @TempDir
    private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("elections");
    }

    private Reigns at(long millis) {
        return Reigns.of(file, Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    @Test
    void remembersEachLeaderOnceAndWhenThereWasNone() {
        var reigns = at(5);

        reigns.note(0, -1);
        reigns.note(1, 2);
        reigns.note(1, 2);
        reigns.note(1, -1);
        reigns.note(2, -1);
        reigns.note(3, 4);

        assertThat(reigns.known()).containsExactly(new Reign(1, 2, 5), new Reign(1, -1, 5),
                new Reign(3, 4, 5));
        assertThat(reigns.sinceMillis()).isEqualTo(5);
    }

    @Test
    void goesOnAfterARestart() {
        at(5).note(1, 2);

        var later = at(100);
        later.note(1, -1); // it is starting, and has heard of nobody yet
        later.note(1, 2);
        later.note(7, 0);

        assertThat(later.known()).containsExactly(new Reign(1, 2, 5), new Reign(7, 0, 100));
        assertThat(later.sinceMillis()).isEqualTo(5);
        assertThat(at(200).known()).isEqualTo(later.known());
    }

    @Test
    void keepsTheNewestAndSaysSinceWhen() {
        for (int term = 1; term <= Reigns.KEPT + 3; term++) {
            at(term).note(term, term % 5);
        }

        var kept = at(9_999);

        assertThat(kept.known()).hasSize(Reigns.KEPT);
        assertThat(kept.known().getFirst()).isEqualTo(new Reign(4, 4, 4));
        assertThat(kept.sinceMillis()).isEqualTo(4);
    }

    @Test
    void aDamagedFileCostsOnlyWhatWasDamaged() throws IOException {
        Files.writeString(file, "since 5\n5 1 2\n\u0000\u0000garbage\n6 2\n7 3 4");

        assertThat(at(10).known()).containsExactly(new Reign(1, 2, 5), new Reign(3, 4, 7));

        Files.write(file, new byte[1 << 20]);

        assertThat(at(10).known()).isEmpty();
        assertThat(at(10).sinceMillis()).isEqualTo(10);
    }

    @Test
    void withoutItsFolderItRemembersUntilTheProcessEnds() {
        var reigns = Reigns.of(folder.resolve("gone").resolve("elections"), Clock.systemUTC());

        reigns.note(1, 2);

        assertThat(reigns.known()).hasSize(1);
    }
}
