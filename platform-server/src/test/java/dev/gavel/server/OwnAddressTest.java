package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.util.Collections;

/** Where a newcomer says that it is to be found. */
class OwnAddressTest {

    @Test
    void isALoopbackAddressWhereTheHouseIs() {
        assertThat(OwnAddress.towards("127.0.0.1:20000")).contains("127.0.0.1");
        assertThat(OwnAddress.towards("127.0.0.5:20000")).contains("127.0.0.5");
        assertThat(OwnAddress.towards("localhost:20000")).isPresent();
    }

    @Test
    void isTheAddressThatReachesTheHouseElsewhere() throws Exception {
        for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (var address : Collections.list(network.getInetAddresses())) {
                if (network.isUp() && address instanceof Inet4Address
                        && !address.isLoopbackAddress()) {
                    assertThat(OwnAddress.towards(address.getHostAddress() + ":20000"))
                            .contains(address.getHostAddress());
                }
            }
        }
    }

    @Test
    void isUnknownWhereTheSeedIsNone() {
        assertThat(OwnAddress.towards("nobody.invalid:20000")).isEmpty();
        assertThat(OwnAddress.towards("no address")).isEmpty();
    }
}
