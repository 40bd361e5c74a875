package dev.gavel.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import dev.gavel.raft.Request;
import dev.gavel.raft.RequestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** What a later program put into the log or into a snapshot is left to a later program. */
class LaterVersionTest {

    private static final int LATER = HouseVersion.NEWEST + 1;

    private final AuctionReplica replica = new AuctionReplica();

    private HouseState adopt(HouseState house, int version, String by) {
        return replica.apply(house, new Entry(new LogPosition(1, 5), 1_000,
                List.of(new Request(new RequestId.ByKey("k"), by,
                        Bytes.utf8("{\"op\":\"adopt\",\"version\":" + version + "}")))))
                .after();
    }

    @Test
    void leavesAnEntryThatAdoptsALaterVersionToALaterProgram() {
        assertThatThrownBy(() -> adopt(replica.initial(), LATER, " olga"))
                .isInstanceOfSatisfying(NewerVersionException.class,
                        e -> assertThat(e.version()).isEqualTo(LATER))
                .hasMessage("the house adopts version " + LATER
                        + " of its rules, and this program can run 1 to " + HouseVersion.NEWEST);
    }

    /** Anybody may send it to any server, and none of them is to stop. */
    @Test
    void aUsersOwnWishForALaterVersionIsRefusedAsEver() {
        assertThat(adopt(replica.initial(), LATER, "olga").version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void leavesALaterSnapshotToALaterProgram(int which) throws IOException {
        var house = adopt(replica.initial(), HouseVersion.NEWEST, " olga");
        assertThat(replica.logVersion(house)).isEqualTo(replica.newestLogVersion());
        var out = new ByteArrayOutputStream();
        replica.save(house, out);
        var bytes = out.toByteArray();
        var format = "gavel-house".length() + 1; // the format's version, then the house's
        bytes[format + which] = (byte) (bytes[format + which] + 2); // one more
        assertThatThrownBy(() -> replica.load(new ByteArrayInputStream(bytes)))
                .isInstanceOfSatisfying(NewerVersionException.class,
                        e -> assertThat(e.version()).isEqualTo(which == 0 ? 0 : LATER))
                .hasMessageContaining("and this program");
    }
}
