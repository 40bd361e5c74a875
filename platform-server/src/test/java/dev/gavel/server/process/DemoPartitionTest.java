package dev.gavel.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Partition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What a demonstration tells its servers of who is cut off. */
class DemoPartitionTest {

    private final Partition partition = new Partition();

    @Test
    void whoIsCutOffNeitherHearsNorIsHeard() {
        DemoPartition.tell(partition, DemoPartition.line(List.of(1, 3)));

        assertThat(partition.parts(1, 0)).isTrue();
        assertThat(partition.parts(0, 1)).isTrue();
        assertThat(partition.parts(1, 3)).isTrue();
        assertThat(partition.parts(0, 2)).isFalse();
        assertThat(partition.parts(1, 1)).isFalse();

        DemoPartition.tell(partition, DemoPartition.line(List.of()));

        assertThat(partition.parts(1, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cut-off", "cut-off:1,", "cut-off:a", "cut-off:1111", "cut-off: 1"})
    void otherLinesChangeNothing(String line) {
        DemoPartition.tell(partition, DemoPartition.line(List.of(2)));

        DemoPartition.tell(partition, line);

        assertThat(partition.isCutOff(2)).isTrue();
        assertThat(partition.isCutOff(1)).isFalse();
    }

    @Test
    void aServerThatNoDemonstrationStartedDoesNotListen() {
        DemoPartition.heard(DemoPartition.line(List.of(2)));

        assertThat(DemoPartition.ofThisProcess().isCutOff(2)).isFalse();
    }
}
