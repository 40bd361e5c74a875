package dev.gavel.sellerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.FakeServer;
import dev.gavel.wire.v1.Command;
import dev.gavel.wire.v1.GavelGrpc;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections between the programs of sellers and buyers. */
class PeersTest {

    @Test
    void anIpv6AddressIsReachedHoweverItIsWritten() throws Exception {
        try (var server = FakeServer.onIpv6();
                var peers = new Peers()) {
            for (var host : List.of("[::1]", "[0:0:0:0:0:0:0:1]", "[::1%lo]")) {
                var peer = peers.to(host + ":" + server.address().port()).orElseThrow();
                assertThat(GavelGrpc.newBlockingStub(peer)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .execute(Command.getDefaultInstance())
                        .getJson()
                        .isEmpty()).as(host).isFalse();
            }
        }
    }

    @Test
    void whatIsNoAddressHasNoConnection() {
        try (var peers = new Peers()) {
            for (var text : List.of("", "::1", "[::1]", "host", "host:0", "a b:1", "[x]:1")) {
                assertThat(peers.to(text)).as(text).isEmpty();
            }
        }
    }
}
