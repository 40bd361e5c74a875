package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.ratis.Memory.Known;
import dev.gavel.raft.ratis.MemoryQuestion.Answer;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** What a server asks the others about its own records, and what waits for their answers. */
class RecallTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder = Path.of("set by JUnit");
    private final ToldOthers others = new ToldOthers();
    private final ToldShortage shortage = new ToldShortage();
    private Recall recall;

    @BeforeEach
    void begin() throws IOException {
        var peers = IntStream.rangeClosed(1, 5).mapToObj(id -> new Peer(id, "raft-" + id + ":1"));
        var config = new ReplicaConfig("test", 1, peers.toList(), folder,
                RatisGroup.tuning(10_000));
        recall = new Recall(1, new Members(config, Optional.empty()),
                Memory.open(folder.resolve("remembered")), shortage, others);
    }

    @AfterEach
    void end() {
        others.released.countDown();
        recall.close();
    }

    @Test
    void votesOnceAllHaveAnsweredOrAMomentIsOver() {
        others.answers.putAll(Map.of(2, answer(-1), 3, answer(-1)));
        recall.begin();
        await().until(() -> shortage.opened);
        assertThat(shortage.missing).containsValue(-1L).hasSizeLessThanOrEqualTo(2);
    }

    /** The candidate may know nothing where another that has come with it does. */
    @Test
    void beforeAVoteEachThatHasNotAnsweredIsAskedOnNewConnectionsWhoeverStands() {
        recall.begin();
        await().until(() -> shortage.opened);
        assertThat(recall.asked()).as("all are down, which is known at once").succeedsWithin(SOON);
        assertThat(others.renewed).isEmpty();

        others.needsRenewal.add(4);
        others.answers.put(4, answer(140));
        assertThat(recall.asked().thenApply(any -> shortage.missing.get("4")))
                .succeedsWithin(SOON)
                .isEqualTo(140L);
        assertThat(others.renewed).containsOnly(4);
    }

    @Test
    void whoHasAnsweredIsNotAskedAgain() {
        others.answers.putAll(Map.of(2, answer(3), 3, answer(4), 4, answer(5), 5, answer(6)));
        recall.begin();
        await().until(() -> recall.asked().isDone() && shortage.opened);
        var asked = Map.copyOf(others.asked);
        assertThat(recall.asked()).isCompleted();
        assertThat(others.asked).isEqualTo(asked);
    }

    @Test
    void oneThatNeitherAnswersNorRefusesHoldsAVoteForAMomentOnly() {
        others.silent.add(3);
        recall.begin();
        await().until(() -> others.asked.containsKey(3));
        assertThat(recall.asked()).succeedsWithin(SOON);
        assertThat(shortage.missing).doesNotContainKey("3");

        others.answers.put(3, answer(150));
        others.released.countDown();
        await().untilAsserted(() -> assertThat(shortage.missing).containsEntry("3", 150L));
    }

    private static Answer answer(long held) {
        return new Answer(new Known(held, -1), -1, 4);
    }

    /** Those that run, and what they say. */
    private static final class ToldOthers implements Recall.Others {

        private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();
        private final Map<Integer, Integer> asked = new ConcurrentHashMap<>();
        private final Set<Integer> renewed = ConcurrentHashMap.newKeySet();
        /** Whose connections are still those of before. */
        private final Set<Integer> needsRenewal = ConcurrentHashMap.newKeySet();
        private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public Optional<Answer> memoryOf(int peer, long starts, long nonce) {
            asked.merge(peer, 1, Integer::sum);
            if (silent.contains(peer)) {
                awaitRelease();
            }
            return Optional.ofNullable(answers.get(peer))
                    .filter(any -> !needsRenewal.contains(peer));
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean reaches(int peer) {
            return answers.containsKey(peer);
        }

        @Override
        public void renew(int peer) {
            renewed.add(peer);
            needsRenewal.remove(peer);
        }

        @Override
        public Optional<Integer> leading() {
            return Optional.empty();
        }

        @Override
        public Collection<CommitInfoProto> commits() {
            return List.of();
        }
    }

    /** What was said to be missing, by who said it. */
    private static final class ToldShortage implements Recall.Shortage {

        private final Map<String, Long> missing = new ConcurrentHashMap<>();
        private volatile boolean opened;

        @Override
        public void openUnlessShort() {
            opened = true;
        }

        @Override
        public void missing(long index, long term, String because) {
            missing.put(because.replaceAll("\\D", ""), index);
        }

        @Override
        public boolean asksLeader() {
            return false;
        }

        @Override
        public void leaderHas(long index, long term) {
            throw new IllegalStateException("nobody leads");
        }
    }
}
