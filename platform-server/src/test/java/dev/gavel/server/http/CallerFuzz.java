package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.server.config.ServerAddress;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a request says of its host, its origin and its user. Only hosts of this house are ours, and
 * no page of a stranger may act here, however either is spelled.
 */
@Timeout(10)
class CallerFuzz {

    private static final String HOST = "127.0.0.1";
    private static final List<ServerAddress> SERVERS = List
            .of(new ServerAddress(0, HOST, 8080, 20_000, 30_000));
    private static final List<String> ALSO = List.of("auctions.example");
    private static final HostNames NAMES = new HostNames(() -> SERVERS, ALSO);
    private static final Origins ORIGINS = new Origins(() -> SERVERS, ALSO);

    @FuzzTest
    void strangersStayStrangers(byte[] latin1) {
        var text = new String(latin1, StandardCharsets.ISO_8859_1);
        if (NAMES.areOurs(text)) {
            var name = text.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
            assertThat(name.isEmpty() || name.equals("localhost") || name.endsWith(".localhost")
                    || name.equals("auctions.example") || name.matches("[0-9.]+|\\[[0-9a-f:.]+]"))
                    .isTrue();
        }
        if (ORIGINS.mayAct(text, HOST + ":8080")) {
            assertThat(text.toLowerCase(Locale.ROOT)).matches(
                    "https?://(127\\.0\\.0\\.1:8080|localhost:8080|auctions\\.example(:8080)?)");
        }
        ORIGINS.mayRead(text);
        try {
            Callers.of(null, text);
        } catch (HttpTrouble refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
        Escapes.decode(text, true)
                .ifPresent(plain -> assertThat(Escapes.decode(Escapes.segment(plain), false))
                        .contains(plain));
    }
}
