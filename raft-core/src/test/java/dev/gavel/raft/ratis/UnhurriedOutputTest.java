package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class UnhurriedOutputTest {

    private static final int MEGABYTE = 1 << 20;

    private final List<Duration> rests = new ArrayList<>();
    private int restsInTime = Integer.MAX_VALUE;
    @TempDir
    private Path folder;

    private void write(int bytes) throws IOException {
        var part = new byte[1 << 16];
        try (var out = new UnhurriedOutput(
                new FileOutputStream(folder.resolve("file").toFile()),
                () -> rests.size() < restsInTime, rests::add)) {
            for (var written = 0; written < bytes; written += part.length) {
                out.write(part, 0, Math.min(part.length, bytes - written));
            }
        }
        assertThat(Files.size(folder.resolve("file"))).isEqualTo(bytes);
    }

    @Test
    void restsAfterEachMegabyteForLongerThanThatTook() throws IOException {
        var began = System.nanoTime();
        write(5 * MEGABYTE + 1);
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(rests).hasSize(5)
                .allSatisfy(rest -> assertThat(rest).isPositive()
                        .isLessThanOrEqualTo(Duration.ofMillis(100)));
        assertThat(rests.stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(took.multipliedBy(3));
    }

    @Test
    void writesWhatIsSmallWithoutARest() throws IOException {
        write(MEGABYTE - 1);
        assertThat(rests).isEmpty();
    }

    @Test
    void hurriesOnceThereIsNoTimeToRest() throws IOException {
        restsInTime = 2;
        write(5 * MEGABYTE);
        assertThat(rests).hasSize(2);
    }
}
