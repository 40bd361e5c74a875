package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class LineWatchTest {

    private final Set<Integer> reachable = new HashSet<>(Set.of(1, 2));
    private final Set<Integer> heard = new HashSet<>(Set.of(1, 2));
    private final List<Integer> renewed = new ArrayList<>();
    private Optional<Integer> leading = Optional.of(0);
    private long nanos;

    private final LineWatch watch = new LineWatch(0, new Members(new ReplicaConfig("test", 0,
            List.of(new Peer(0, "a:1"), new Peer(1, "b:1"), new Peer(2, "c:1")), Path.of("none"),
            ReplicaConfig.Tuning.defaults()), Optional.empty()), new LineWatch.Lines() {
                @Override
                public boolean leads() {
                    return leading.equals(Optional.of(0));
                }

                @Override
                public Optional<Integer> leading() {
                    return leading;
                }

                @Override
                public List<Integer> heardWithin(Duration recent) {
                    return List.copyOf(heard);
                }

                @Override
                public boolean reaches(int peer) {
                    return reachable.contains(peer);
                }

                @Override
                public void renew(int peer) {
                    renewed.add(peer);
                }
            }, Runnable::run, () -> nanos);

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
        watch.look();
    }

    @Test
    void aLeaderMakesTheConnectionsToAFollowerAnewOnceItIsReachableAgain() {
        pass(1_000);
        heard.remove(1);
        reachable.remove(1);
        pass(1_000);
        pass(60_000);
        assertThat(renewed).isEmpty();
        reachable.add(1);
        pass(1_000);
        pass(1_000);
        assertThat(renewed).containsExactly(1);
    }

    @Test
    void aFollowerThatIsSlowButReachableKeepsItsConnection() {
        heard.remove(1);
        pass(1_000);
        pass(60_000);
        heard.remove(2);
        reachable.remove(2); // and one that is heard again by itself needs no other
        pass(1_000);
        heard.add(2);
        pass(1_000);
        heard.remove(2);
        reachable.add(2);
        pass(1_000);
        assertThat(renewed).isEmpty();
    }

    @Test
    void oneThatHearsOfNoLeaderMakesThemAllAnew() {
        leading = Optional.of(1);
        heard.clear(); // nobody answers a server that does not lead
        reachable.clear();
        pass(60_000);
        leading = Optional.empty();
        pass(1_000);
        reachable.add(2);
        pass(1_000);
        assertThat(renewed).as("it was never found broken").isEmpty();
        reachable.clear();
        pass(1_000);
        reachable.addAll(Set.of(1, 2));
        pass(1_000);
        assertThat(renewed).containsExactlyInAnyOrder(1, 2);
    }
}
