package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

@Tag("slow")
class LoneServerTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void answersReadsThoughThereIsNobodyToProveToThatItLeads() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(200))) {
            var lone = group.leader();
            lone.submit(new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1"))).join();
            assertThat(lone.read(Consistency.LINEARIZABLE)).succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(read -> assertThat(read.state().value("a")).isEqualTo("1"));
        }
    }

    @Test
    void stopsWithoutLookingForAnotherToLead() throws IOException {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(200))) {
            var lone = group.leader();
            assertThat(lone.submit(
                    new Request(new RequestId.ByKey("k"), "ann", Bytes.utf8("set a 1"))).join())
                    .isInstanceOf(Submission.Committed.class);
            var began = System.nanoTime();
            lone.stepAside();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofMillis(500));
            assertThat(lone.status().role().name()).isEqualTo("LEADER");
        }
    }
}
