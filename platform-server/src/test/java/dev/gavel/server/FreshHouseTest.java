package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Consistency;
import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import dev.gavel.raft.Raft;
import dev.gavel.raft.ReplicaConfig;
import dev.gavel.raft.Replicator;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import dev.gavel.raft.Submission;
import dev.gavel.server.cluster.CanRun;
import dev.gavel.server.cluster.ClockBoard;
import dev.gavel.server.cluster.ClockOffset;
import dev.gavel.server.cluster.ClusterBoard;
import dev.gavel.server.cluster.Standing;
import dev.gavel.server.cluster.Standings;
import dev.gavel.server.config.Limits;
import dev.gavel.server.replica.AuctionReplica;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A house begins under the first version of its rules, and adopts the newest before anybody uses it. */
class FreshHouseTest {

    @Test
    void adoptsTheNewestVersionByItself() {
        try (var house = TestHouse.open()) {
            assertThat(TestHouse.json(house.get("/v1/cluster")).path("houseVersion").asInt())
                    .isEqualTo(HouseVersion.NEWEST);
            var state = house.server().replica().read(Consistency.LOCAL).join().state();
            assertThat(state.users().size()).isZero();
            assertThat(state.isUntouched()).isFalse();
        }
    }

    /** As when two servers led one after the other, and both proposed it. */
    @Test
    void adoptedTwiceItIsRefusedTheSecondTimeAndChangesNothing() {
        try (var house = TestHouse.open()) {
            var again = propose(house, "another", HouseVersion.PROGRAM);
            assertThat(again).contains("\"code\":\"ALREADY_ADOPTED\"")
                    .contains("of version 2 already");
            assertThat(house.server().notReadyBecause()).isEmpty();
        }
    }

    @Test
    void anOperatorIsToldWhyThereIsNothingToAdopt() {
        try (var house = TestHouse.open()) {
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":2}").toString())
                    .contains("ALREADY_ADOPTED");
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":3}").toString())
                    .contains("BAD_COMMAND", "the newest that this program can run is 2");
            assertThat(house.command("olga", "{\"op\":\"adopt\",\"version\":1}").toString())
                    .contains("no way back");
            var users = house.server().replica().read(Consistency.LOCAL).join().state().users();
            assertThat(users.size()).isZero();
        }
    }

    @Test
    @SuppressWarnings("unchecked") // a proxy of the same interface
    void nothingIsAdoptedBeforeAllServersHaveShownThatTheyKnowTheSecret() throws IOException {
        var strangers = new AtomicReference<>(List.of(3));
        var config = TestHouse.config(1, Limits.defaults(), Path.of("unused"));
        var server = PlatformServer.start(config, 0, (replica, machine, clock, clocks) -> {
            var real = Raft.replica(replica).machine(machine).startInMemory();
            return (Replicator<HouseState, Event>) Proxy.newProxyInstance(
                    Replicator.class.getClassLoader(), new Class<?>[]{Replicator.class},
                    (proxy, method, args) -> method.getName().equals("unproven")
                            ? strangers.get()
                            : method.invoke(real, args));
        });
        try (var house = TestHouse.of(server)) {
            await().until(() -> server.notReadyBecause().isEmpty());
            var command = "{\"op\":\"adopt\",\"version\":2}";
            assertThat(house.post("/v1/commands", command, "Gavel-User", "olga",
                    "Gavel-No-Forward", "true").body())
                    .contains("NOT_NOW", "ervers [3] have not shown", "the secret of the house");
            strangers.set(List.of());
            assertThat(house.command("olga", command).toString()).contains("ALREADY_ADOPTED");
        }
    }

    /** Else what a user once sent in vain to a house without versions would be an adoption now. */
    @Test
    void noUserAdoptsInTheirOwnName() {
        try (var house = TestHouse.open()) {
            assertThat(propose(house, "own", "olga")).contains("NOT_OWNER");
        }
    }

    private static String propose(TestHouse house, String key, String by) {
        var json = "{\"op\":\"adopt\",\"version\":2}".getBytes(StandardCharsets.UTF_8);
        var done = house.server()
                .replica()
                .submit(new Request(new RequestId.ByKey(key), by, Bytes.of(json)))
                .join();
        return new String(((Submission.Committed) done).reply().bytes().toArray(),
                StandardCharsets.UTF_8);
    }

    /** With nothing known of server 1, of three. */
    private static ClusterBoard board() {
        var members = new Membership(-1, List.of(new Peer(0, "a"), new Peer(1, "b"),
                new Peer(2, "c")), false);
        return new ClusterBoard(0, "test", List::of, () -> members, () -> 1,
                () -> standing(0, CanRun.OWN), new ClockBoard());
    }

    private static Standing standing(int id, CanRun canRun) {
        return Standings.running(Standings.follower(id, 0), canRun);
    }

    private static void heard(ClusterBoard board, int id, CanRun canRun) {
        board.heard(standing(id, canRun), new ClockOffset(0, 1));
    }

    private static Replicator<HouseState, Event> unused() {
        return Raft
                .replica(new ReplicaConfig("test", 0, List.of(new Peer(0, "a")),
                        Path.of("unused")))
                .machine(new AuctionReplica())
                .startInMemory();
    }

    @Test
    void itStaysUnderItsVersionWhileAMemberRunsAProgramThatDoesNotTellWhatItCanRun() {
        try (var replica = unused()) {
            Supplier<HouseState> house = () -> replica.read(Consistency.LOCAL).join().state();
            var board = board();
            var now = new AtomicLong();
            var fresh = new FreshHouse(replica, house, board, now::get);
            heard(board, 1, CanRun.OWN);
            heard(board, 2, CanRun.UNKNOWN);
            await().until(() -> replica.status().ready());
            fresh.look();
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            fresh.look();
            board.silent(2); // its program is being replaced, and may be put back
            fresh.look();
            assertThat(house.get().version()).isEqualTo(HouseVersion.FIRST);
            assertThat(fresh.objection()).isEmpty();

            heard(board, 2, CanRun.OWN);
            assertThat(fresh.objection().orElseThrow()).contains("about to adopt version 2");
            fresh.look();
            await().until(() -> house.get().version() == HouseVersion.NEWEST);
        }
    }

    @Test
    void itWaitsAWhileForMembersThatDoNotAnswer() {
        try (var replica = unused()) {
            Supplier<HouseState> house = () -> replica.read(Consistency.LOCAL).join().state();
            var board = board();
            var now = new AtomicLong();
            var fresh = new FreshHouse(replica, house, board, now::get);
            await().until(() -> replica.status().ready());
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            fresh.look(); // nobody was asked yet
            heard(board, 1, CanRun.OWN);
            board.silent(2);
            fresh.look();
            assertThat(house.get().version()).isEqualTo(HouseVersion.FIRST);
            now.addAndGet(Duration.ofSeconds(4).toNanos());
            fresh.look();
            await().until(() -> house.get().version() == HouseVersion.NEWEST);
        }
    }
}
