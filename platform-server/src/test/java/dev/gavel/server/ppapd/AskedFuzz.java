package dev.gavel.server.ppapd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;

/** Requests of PPAPD's programs: every field is read or refused by its name. */
@Timeout(10)
class AskedFuzz {

    private static final String FIELD = "x";

    private interface Reading {

        void read() throws Refused;
    }

    @FuzzTest
    void everyFieldIsReadOrRefused(byte[] utf8) {
        Asked asked;
        try {
            asked = Asked.parse(new String(utf8, StandardCharsets.UTF_8));
        } catch (Refused no) {
            assertThat(no.sentence()).isNotBlank();
            return;
        }
        read(() -> asked.text(FIELD, 100));
        read(() -> asked.name(FIELD));
        read(() -> asked.user(FIELD));
        read(() -> asked.winner(FIELD));
        read(() -> asked.number(FIELD, 0, 1_000));
        read(asked::auction);
        read(asked::buyers);
    }

    private static void read(Reading reading) {
        try {
            reading.read();
        } catch (Refused no) {
            assertThat(no.sentence()).isNotBlank();
        }
    }
}
