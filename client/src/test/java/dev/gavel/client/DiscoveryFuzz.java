package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

import java.net.DatagramPacket;

/** Datagrams of programs that look for servers, or say that they are one. */
@Timeout(10)
class DiscoveryFuzz {

    @FuzzTest
    void aDatagramIsReadOrDropped(byte[] datagram) {
        Discovery.read(new DatagramPacket(datagram, datagram.length)).ifPresent(said -> {
            ServerAddress.tryParse(said.getClientAddress());
            var again = Discovery.bytes(said);
            if (again.length <= datagram.length) {
                assertThat(Discovery.read(new DatagramPacket(again, again.length)))
                        .contains(said);
            }
        });
    }
}
