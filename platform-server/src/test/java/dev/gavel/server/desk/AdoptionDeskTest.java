package dev.gavel.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What keeps a house from adopting a version of its rules, by what its servers say or do not say. */
class AdoptionDeskTest {

    private static final String HOUSE = "gavel";
    private static final int NEWEST = HouseVersion.NEWEST;

    private final Map<String, MemberLine.Introduction> answers = new HashMap<>();
    private List<Peer> waiting = List.of();
    private int version = HouseVersion.FIRST;
    private final AdoptionDesk desk = new AdoptionDesk(HOUSE, 0,
            () -> new Membership(7, List.of(peer(0), peer(1), peer(2)), false),
            () -> CompletableFuture.completedFuture(waiting), () -> version, new Line());

    private static Peer peer(int id) {
        return new Peer(id, "raft-" + id, "client-" + id, "http-" + id);
    }

    private void answers(int id, String program, CanRun canRun) {
        answers.put("client-" + id, new MemberLine.Introduction(HOUSE, id,
                new Membership(7, List.of(), false), program, canRun));
    }

    private String refusal(long wanted) {
        return desk.objection(wanted)
                .join()
                .map(no -> no.trouble() + ": " + no.sentence())
                .orElse("");
    }

    @Test
    void nothingIsInTheWayWhereEachMemberCanRunIt() {
        answers(1, "2.0", CanRun.OWN);
        answers(2, "3.0", new CanRun(1, 9));
        assertThat(refusal(NEWEST)).isEmpty();
        assertThat(desk.outlook().join())
                .isEqualTo(new AdoptionDesk.Outlook(HouseVersion.FIRST, NEWEST,
                        HouseVersion.changes(NEWEST), List.of()));
    }

    @Test
    void namesEachServerThatCannotRunItOrDoesNotTellOrDoesNotAnswer() {
        answers(1, "1.0", new CanRun(1, NEWEST - 1));
        assertThat(refusal(NEWEST)).isEqualTo("NOT_ADOPTABLE: The house cannot adopt version "
                + NEWEST + " yet: server 1 runs program 1.0, which can run versions 1 to "
                + (NEWEST - 1) + " and not " + NEWEST + "; server 2 does not answer at client-2, so"
                + " nobody knows what it can run. Nothing was done.");
        answers(2, "0.9", CanRun.UNKNOWN);
        assertThat(desk.outlook().join().inTheWay()).contains(new AdoptionDesk.Obstacle(2,
                "server 2 runs program 0.9, which does not tell which versions of the rules it can"
                        + " run"));
    }

    @Test
    void aServerThatWaitsToBecomeAMemberIsInTheWayLikeOne() {
        answers(1, "2.0", CanRun.OWN);
        answers(2, "2.0", CanRun.OWN);
        waiting = List.of(peer(5));
        assertThat(refusal(NEWEST)).contains("server 5 does not answer at client-5");
        answers(5, "0.9", CanRun.UNKNOWN);
        assertThat(refusal(NEWEST)).contains("server 5 runs program 0.9");
        answers(5, "2.0", CanRun.OWN);
        assertThat(refusal(NEWEST)).isEmpty();
    }

    @Test
    void whatAnswersInAMembersPlaceCountsForNothing() {
        answers(1, "2.0", CanRun.OWN);
        answers.put("client-2", new MemberLine.Introduction("another", 2,
                new Membership(7, List.of(), false), "2.0", CanRun.OWN));
        assertThat(refusal(NEWEST)).contains("server 2 is not what answers at client-2");
    }

    @Test
    void theLogSaysNoToWhatTheHouseHasAndThisServerToWhatItDoesNotKnow() {
        version = NEWEST;
        assertThat(refusal(NEWEST)).isEmpty();
        assertThat(refusal(1)).isEmpty();
        assertThat(refusal(NEWEST + 1L)).isEqualTo("BAD_COMMAND: version: There is no version "
                + (NEWEST + 1) + "; the newest that this program can run is " + NEWEST + ".");
        assertThat(desk.outlook().join())
                .isEqualTo(new AdoptionDesk.Outlook(NEWEST, NEWEST, "", List.of()));
    }

    /** Who is not in {@link #answers} does not answer. */
    private final class Line implements MemberLine {

        @Override
        public CompletableFuture<Introduction> introduce(String address, Duration within) {
            var found = answers.get(address);
            return found == null ? CompletableFuture.failedFuture(new IllegalStateException("no"))
                    : CompletableFuture.completedFuture(found);
        }

        @Override
        public CompletableFuture<MemberDesk.Changed> change(ServerAddress leader, MemberWish wish,
                Duration within) {
            throw new AssertionError("not asked here");
        }

        @Override
        public CompletableFuture<List<Peer>> waiting(String address, Duration within) {
            throw new AssertionError("not asked here");
        }

        @Override
        public CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer,
                boolean onlyHere, Duration within) {
            throw new AssertionError("not asked here");
        }
    }
}
