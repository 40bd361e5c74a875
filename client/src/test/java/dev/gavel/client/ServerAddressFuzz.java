package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;

/** Addresses of servers, as people type them and servers tell them; none is looked up. */
@Timeout(10)
class ServerAddressFuzz {

    @FuzzTest
    void anAddressIsReadOrRefused(byte[] utf8) {
        var text = new String(utf8, StandardCharsets.UTF_8);
        ServerAddress.tryParse(text)
                .ifPresent(address -> assertThat(ServerAddress.tryParse(address.toString()))
                        .contains(address));
        try {
            assertThat(ServerAddress.parseList(text)).isNotEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
