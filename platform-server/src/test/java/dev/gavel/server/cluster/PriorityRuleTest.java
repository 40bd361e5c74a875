package dev.gavel.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Membership;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class PriorityRuleTest {

    private final AtomicLong seconds = new AtomicLong();
    private final List<Integer> handedTo = new ArrayList<>();
    private final ClusterBoard board = new ClusterBoard(0, "test", List::of,
            () -> new Membership(-1, List.of(), false), () -> 1,
            () -> standing(0, "leader", true, 5_000),
            new ClockBoard());
    private List<Standing> servers = List.of(standing(0, "leader", true, 5_000),
            standing(1, "follower", true, 5_000), standing(2, "follower", true, 5_000));

    private static Standing standing(int id, String role, boolean ready, long applied) {
        return Standings.of(id, new Office(role, 1, 0), Standings.log(applied, "", applied),
                ready ? Readiness.ready() : Readiness.not("its disk is nearly full"));
    }

    private PriorityRule rule(Map<Integer, Integer> priorities) {
        for (var id = 0; id < 3; id++) {
            clock(id, 0);
        }
        return new PriorityRule(0, priorities, () -> new ClusterView(0, 1, servers), board,
                Duration.ofSeconds(2), handedTo::add, () -> seconds.get() * 1_000_000_000L);
    }

    private void clock(int id, long ahead) {
        board.heard(standing(id, "follower", true, 5_000), new ClockOffset(ahead, 1));
    }

    private void look(PriorityRule rule, int times) {
        for (var n = 0; n < times; n++) {
            seconds.incrementAndGet();
            rule.look();
        }
    }

    @Test
    void leadershipGoesToTheHighestPriorityOnceItHasBeenGoodForAWhile() {
        var rule = rule(Map.of(1, 2, 2, 1));
        look(rule, 5);
        assertThat(handedTo).isEmpty();
        look(rule, 2);
        assertThat(handedTo).containsExactly(1);
        look(rule, 10);
        assertThat(handedTo).as("not asked for again at once").hasSize(1);
    }

    @Test
    void nothingHappensWithoutPrioritiesOrWithTheHighest() {
        look(rule(Map.of()), 30);
        look(rule(Map.of(0, 3, 1, 2)), 30);
        assertThat(handedTo).isEmpty();
    }

    @Test
    void whoIsNotInOrderDoesNotGetItBack() {
        var rule = rule(Map.of(1, 2));
        servers = List.of(standing(0, "leader", true, 5_000),
                standing(1, "follower", false, 5_000));
        look(rule, 20);
        servers = List.of(standing(0, "leader", true, 5_000), standing(1, "follower", true, 10));
        look(rule, 20);
        servers = List.of(standing(0, "leader", true, 5_000),
                standing(1, "follower", true, 5_000));
        clock(1, 60_000);
        look(rule, 20);
        assertThat(handedTo).isEmpty();
        clock(1, -60_000);
        look(rule, 7);
        assertThat(handedTo).containsExactly(1);
    }
}
