package dev.gavel.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.server.cluster.LogMarks;
import dev.gavel.server.cluster.Readiness;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Servers that start on a machine which has much else to do. */
class StartPatienceTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final StartPatience patience = new StartPatience(0);

    private static Standing server(int id, String notReadyBecause, long applied) {
        var row = Standing.unheardOf(new ServerAddress(id, "127.0.0.1", 1, 2, 3));
        return new Standing(id, row.address(), row.httpAddress(), true, row.office(),
                new LogMarks(applied, applied, -1, -1, -1, "", -1),
                row.vitals(), row.disk(), row.canRun(), Readiness.not(notReadyBecause));
    }

    @Test
    void endsAfterATimeInWhichNoServerCameNearer() {
        assertThat(patience.isOver(3 * MINUTE)).isFalse();
        assertThat(patience.isOver(3 * MINUTE + 1)).isTrue();
        assertThat(patience.waited(3 * MINUTE)).hasMinutes(3);
    }

    @Test
    void goesOnWhileAnyServerComesNearer() {
        patience.writes(0, 2 * MINUTE);
        assertThat(patience.isOver(5 * MINUTE)).isFalse();
        patience.answers(server(0, "waiting for a majority: 1 of 5", -1), 5 * MINUTE);
        assertThat(patience.isOver(8 * MINUTE)).isFalse();
        patience.answers(server(0, "no leader", -1), 7 * MINUTE);
        patience.answers(server(0, "no leader", 17), 8 * MINUTE);
        patience.left(4, 5, 9 * MINUTE);
        assertThat(patience.isOver(10 * MINUTE)).isFalse();
        assertThat(patience.isOver(10 * MINUTE + 1)).as("the longest").isTrue();
    }

    @Test
    void takesNoChangeBackAndForthForProgress() {
        for (var minute = 0; minute < 4; minute++) {
            patience.left(5, 5, minute * MINUTE);
            patience.writes(0, minute * MINUTE);
            patience.answers(server(0, "waiting for a majority: " + minute + " of 5", 3),
                    minute * MINUTE);
        }
        assertThat(patience.isOver(3 * MINUTE + 1)).isTrue();
    }
}
