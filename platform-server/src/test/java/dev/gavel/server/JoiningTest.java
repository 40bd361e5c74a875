package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.config.ServerAddress;
import dev.gavel.server.desk.MemberDesk;
import dev.gavel.server.desk.MemberLine;
import dev.gavel.server.desk.MemberWish;
import dev.gavel.server.desk.ToldMembers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Server 6, a spare, and the servers it speaks to. */
class JoiningTest {

    private static final Peer SPARE = peer(6);

    @TempDir
    private Path folder = Path.of("set by JUnit");

    /** What each server answers that is up. */
    private final Map<String, MemberLine.JoinAnswer> up = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private final MemberLine line = new MemberLine() {

        @Override
        public CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer,
                boolean onlyHere, Duration within) {
            asked.add(address);
            var answer = up.get(address);
            return answer == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("not reached"))
                    : CompletableFuture.completedFuture(answer);
        }

        @Override
        public CompletableFuture<MemberDesk.Changed> change(ServerAddress leader, MemberWish wish,
                Duration within) {
            throw new AssertionError("a server that waits changes nothing");
        }

        @Override
        public CompletableFuture<List<Peer>> waiting(String address, Duration within) {
            throw new AssertionError("a server that waits asks for no others");
        }

        @Override
        public CompletableFuture<Introduction> introduce(String address, Duration within) {
            throw new AssertionError("a server that waits asks nobody who they are");
        }
    };
    private List<String> kept = List.of();

    private static Peer peer(int id) {
        return new Peer(id, "h" + id + ":3", "h" + id + ":2", "h" + id + ":1");
    }

    private static Membership members(long index, Integer... ids) {
        return new Membership(index, Stream.of(ids).map(JoiningTest::peer).toList(), false);
    }

    private Joining spare(String... seeds) {
        return new Joining(new MemberLine.Newcomer("ours", SPARE, true), List.of(seeds),
                ToldMembers.in(folder.resolve("house")), line, addresses -> kept = addresses,
                () -> new Membership(-1, List.of(), false));
    }

    private void answer(Membership members, Integer... ids) {
        for (var id : ids) {
            up.put(peer(id).clientAddress(), new MemberLine.JoinAnswer(
                    MemberLine.JoinAnswer.State.WAITING, "it is a spare", "ours", members));
        }
    }

    private void refuse(int id, String house, Membership members) {
        up.put(peer(id).clientAddress(), new MemberLine.JoinAnswer(
                MemberLine.JoinAnswer.State.REFUSED, "this is the house " + house, house,
                members));
    }

    private List<String> askedNow(Joining joining) {
        asked.clear();
        joining.say();
        return asked;
    }

    @Test
    void itIsToldOfOneServerAndSpeaksToAllAndGoesOnWhereThatOneDies() {
        answer(members(7, 0, 1, 2), 0, 1, 2);
        var spare = spare("h0:2");
        assertThat(askedNow(spare)).containsExactly("h0:2");
        assertThat(askedNow(spare)).containsExactlyInAnyOrder("h0:2", "h1:2", "h2:2");
        up.remove("h0:2");
        spare.say();
        assertThat(askedNow(spare)).contains("h1:2", "h2:2");
        assertThat(kept).contains("h1:2", "h2:2");
        assertThat(spare.refused()).isNotDone();
        assertThat(spare.why()).hasValue("it is no member yet: it is a spare");
    }

    @Test
    void itLearnsOfMembersThatComeAndGo() {
        answer(members(7, 0, 1), 0, 1);
        var spare = spare("h0:2");
        spare.say();
        spare.say();
        answer(members(9, 1, 3), 1, 3); // server 0, through which it came, is no member any more
        answer(members(7, 0, 1), 0);
        spare.say();
        assertThat(askedNow(spare)).containsExactlyInAnyOrder("h0:2", "h1:2", "h3:2");
        assertThat(askedNow(spare)).as("what an outdated server says is no news")
                .contains("h3:2");
    }

    @Test
    void itFindsTheHouseAgainAfterARestartAlthoughNobodyIsLeftOfWhomItWasTold() {
        answer(members(7, 0, 1, 2), 0);
        spare("h0:2").say();
        up.clear();
        answer(members(8, 1, 2, 4), 1, 2, 4);
        var again = spare("h0:2");
        assertThat(askedNow(again)).contains("h1:2", "h2:2");
        assertThat(askedNow(again)).contains("h4:2");
        again.say();
        assertThat(again.why()).hasValue("it is no member yet: it is a spare");
    }

    @Test
    void itSaysThatNobodyAnswersAndWhomItAsks() {
        var spare = spare("h0:2", "h1:2");
        assertThat(spare.why()).isEmpty();
        spare.say();
        spare.say();
        assertThat(spare.why())
                .hasValue("it is no member yet: none of the servers that it knows answers: h0:2,"
                        + " h1:2");
        answer(members(7, 0, 1), 1);
        spare.say();
        spare.say();
        assertThat(spare.why()).hasValue("it is no member yet: it is a spare");
    }

    @Test
    void anAddressThatIsAnotherHousesByNowDoesNotEndItWhileItsOwnIsKnown() {
        answer(members(7, 0, 1), 0, 1);
        var spare = spare("h0:2");
        spare.say();
        refuse(0, "theirs", members(3, 0));
        for (var n = 0; n < 3; n++) {
            spare.say();
        }
        assertThat(spare.refused()).isNotDone();
        up.remove("h1:2");
        for (var n = 0; n < 3; n++) {
            spare.say();
        }
        assertThat(spare.refused()).isNotDone();
        assertThat(spare.why()).get()
                .asString()
                .contains("none of the servers that it knows"
                        + " answers");
        assertThat(askedNow(spare)).as("the other house's members are none of ours")
                .containsExactlyInAnyOrder("h0:2", "h1:2");
    }

    @Test
    void whoKnowsNoHouseButAnotherEnds() {
        refuse(0, "theirs", members(3, 0));
        var spare = spare("h0:2");
        spare.say();
        spare.say();
        assertThat(spare.refused()).isCompletedWithValue("this is the house theirs");
    }

    @Test
    void itEndsWhereAllOfItsOwnHouseRefuseIt() {
        answer(members(7, 0, 1), 0, 1);
        var spare = spare("h0:2");
        spare.say();
        refuse(0, "ours", members(8, 0, 1));
        spare.say();
        spare.say();
        assertThat(spare.refused()).as("one of them may not know yet").isNotDone();
        refuse(1, "ours", members(8, 0, 1));
        spare.say();
        spare.say();
        assertThat(spare.refused()).isDone();
    }
}
