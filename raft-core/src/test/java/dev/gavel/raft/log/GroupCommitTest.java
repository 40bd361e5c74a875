package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.Peer;
import dev.gavel.raft.ReplicaConfig.Packing;
import dev.gavel.raft.ReplicaConfig.Tuning;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.raft.Write;
import dev.gavel.raft.log.Envelope.DigestCheck;
import dev.gavel.raft.log.Envelope.Item;
import dev.gavel.raft.log.GroupCommit.NotCommitted;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class GroupCommitTest {

    private record Proposed(long number, Envelope envelope, Consumer<NotCommitted> ifNot) {}

    private final List<Proposed> log = new CopyOnWriteArrayList<>();
    private final List<Submission> ended = new ArrayList<>();
    private GroupCommit groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ZERO);

    private GroupCommit groupCommit(int perEntry, int waiting, Duration timeout,
            Duration interval) {
        return new GroupCommit(
                (number, entry, ifNot) -> log
                        .add(new Proposed(number, EnvelopeCodec.decode(entry), ifNot)),
                Tuning.defaults()
                        .withPacking(new Packing(perEntry, 200, 2, interval, waiting, 20_000))
                        .withDigestEvery(Duration.ofHours(1))
                        .withRequestTimeout(timeout),
                Clock.systemUTC(), () -> new DigestCheck(0, Bytes.EMPTY));
    }

    private void submit(GroupCommit to, String payload) {
        to.submit(new Item.Command(new Request(new RequestId.ByKey(payload), "ann",
                Bytes.utf8(payload))), ended::add);
    }

    private void submitTogether(String... payloads) {
        groupCommit.submitAll(Stream.of(payloads)
                .map(payload -> new Write(new Request(new RequestId.ByKey(payload), "ann",
                        Bytes.utf8(payload)), ended::add))
                .toList());
    }

    private static List<String> payloads(Envelope envelope) {
        return envelope.items()
                .stream()
                .map(item -> ((Item.Command) item).request().payload().asUtf8())
                .toList();
    }

    private void applied(Proposed entry) {
        groupCommit.applied(entry.number(), entry.envelope()
                .items()
                .stream()
                .<Submission>map(item -> new Submission.Committed(LogPosition.START, 0,
                        new Reply.Encoded(((Item.Command) item).request().payload()), false))
                .toList());
    }

    @Test
    void sendsAtOnceWhatNothingIsBefore() {
        submit(groupCommit, "a");
        assertThat(log).hasSize(1);
    }

    @Test
    void waitsAfterAnEntryOfSeveralForMoreToShareTheNext() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofHours(1));
        submitTogether("a", "b");
        applied(log.get(0));
        submit(groupCommit, "c");
        assertThat(log).hasSize(1);
        assertThat(groupCommit.lengths().commandsWaiting()).isEqualTo(1);
    }

    @Test
    void proposesWhatWaitedWhenTheIntervalIsOver() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofMillis(100));
        submitTogether("a", "b");
        applied(log.get(0));
        submit(groupCommit, "c");
        await().until(() -> log.size() == 2);
        assertThat(payloads(log.get(1).envelope())).containsExactly("c");
    }

    @Test
    void proposesAtOnceWhenAllThatWereAnsweredAreBack() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofHours(1));
        submitTogether("a", "b");
        applied(log.get(0));
        submit(groupCommit, "c");
        submit(groupCommit, "d");
        assertThat(log).hasSize(2);
        assertThat(payloads(log.get(1).envelope())).containsExactly("c", "d");
    }

    @Test
    void doesNotWaitAgainForThoseThatStayedAway() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofMillis(200));
        submitTogether("a", "b", "c");
        applied(log.get(0));
        submitTogether("d", "e");
        assertThat(log).hasSize(1);
        await().until(() -> log.size() == 2);
        applied(log.get(1));
        submitTogether("f", "g");
        assertThat(log).hasSize(3);
    }

    @Test
    void letsACommandNotWaitForAnEntryWithoutCommands() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofHours(1));
        groupCommit.pulse();
        submit(groupCommit, "a");
        assertThat(log).hasSize(2);
    }

    @Test
    void letsCommandsThatComeAloneWaitForNone() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofHours(1));
        submit(groupCommit, "a");
        applied(log.get(0));
        submit(groupCommit, "b");
        assertThat(log).hasSize(2);
    }

    @Test
    void letsCommandsThatMeetOneAloneGoTogetherWhenThatIsAnswered() {
        groupCommit = groupCommit(3, 10, Duration.ofHours(1), Duration.ofHours(1));
        submit(groupCommit, "a");
        submit(groupCommit, "b");
        submit(groupCommit, "c");
        assertThat(log).hasSize(1);
        applied(log.get(0));
        assertThat(log).hasSize(2);
        assertThat(payloads(log.get(1).envelope())).containsExactly("b", "c");
    }

    @Test
    void packsWhatCameMeanwhileIntoTheNextEntry() {
        for (var payload : List.of("a", "b", "c", "d", "e", "f")) {
            submit(groupCommit, payload);
        }
        assertThat(log).hasSize(2);
        applied(log.get(0));
        assertThat(log).hasSize(3);
        assertThat(payloads(log.get(2).envelope())).containsExactly("c", "d", "e");
        applied(log.get(1));
        assertThat(payloads(log.get(3).envelope())).containsExactly("f");
    }

    @Test
    void packsWhatCameTogetherIntoOneEntry() {
        groupCommit.submitAll(writes(3));
        assertThat(payloads(log.get(0).envelope())).containsExactly("0", "1", "2");
    }

    @Test
    void saysBusyToWhatIsBeyondItsBoundsOfThoseThatCameTogether() {
        groupCommit.submitAll(writes(12));
        assertThat(ended).hasSize(2).allMatch(Submission.Busy.class::isInstance);
        assertThat(log).hasSize(2);
    }

    private List<Write> writes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Write(new Request(new RequestId.ByKey("" + n), "ann",
                        Bytes.utf8("" + n)), ended::add))
                .toList();
    }

    @Test
    void keepsAnEntryWithinItsBytes() {
        submit(groupCommit, "a");
        submit(groupCommit, "b");
        submit(groupCommit, "c".repeat(150));
        submit(groupCommit, "d".repeat(150));
        applied(log.get(0));
        assertThat(payloads(log.get(2).envelope())).containsExactly("c".repeat(150));
    }

    @Test
    void givesEachCommandItsOwnReply() {
        submit(groupCommit, "a");
        submit(groupCommit, "b");
        applied(log.get(1));
        assertThat(ended).singleElement()
                .isInstanceOfSatisfying(Submission.Committed.class,
                        committed -> assertThat(committed.reply().bytes().asUtf8()).isEqualTo("b"));
    }

    @Test
    void saysBusyBeyondItsBounds() {
        for (var i = 0; i < 12; i++) {
            submit(groupCommit, "c" + i);
        }
        assertThat(ended).isEmpty();
        submit(groupCommit, "one more");
        assertThat(ended).singleElement().isInstanceOf(Submission.Busy.class);
    }

    @Test
    void passesOnWhoLeads() {
        submit(groupCommit, "a");
        log.get(0)
                .ifNot()
                .accept(
                        new NotCommitted.NotLeader(Optional.of(new Peer(3, "127.0.0.1:1"))));
        assertThat(ended).singleElement()
                .isInstanceOfSatisfying(Submission.NotLeader.class,
                        no -> assertThat(no.leader().orElseThrow().id()).isEqualTo(3));
    }

    @Test
    void answersEachCommandOnceThoughTheEntryIsAppliedLate() {
        submit(groupCommit, "a");
        log.get(0).ifNot().accept(new NotCommitted.Unknown("?"));
        applied(log.get(0));
        assertThat(ended).singleElement().isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void givesUpWhatTakesTooLong() {
        var impatient = groupCommit(1, 10, Duration.ZERO, Duration.ZERO);
        for (var payload : List.of("a", "b", "c")) {
            submit(impatient, payload);
        }
        impatient.expire();
        assertThat(ended).hasSize(3);
        assertThat(ended.get(0)).isInstanceOf(Submission.NotNow.class);
        assertThat(ended.get(1)).isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void proposesOnePulseAtATime() {
        groupCommit.pulse();
        groupCommit.pulse();
        assertThat(log).singleElement()
                .satisfies(entry -> assertThat(entry.envelope().items()).isEmpty());
    }
}
