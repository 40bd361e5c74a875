package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.stream.IntStream;

class TestPortsTest {

    @Test
    void whoClaimsABlockHasItAlone() {
        var first = TestPorts.Block.claim();
        var second = TestPorts.Block.claim();
        var ports = IntStream.range(0, 50).mapToObj(n -> first.next()).toList();
        assertThat(Collections.disjoint(ports,
                IntStream.range(0, 50).mapToObj(n -> second.next()).toList())).isTrue();
    }
}
