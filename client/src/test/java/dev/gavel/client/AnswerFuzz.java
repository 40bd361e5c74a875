package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/**
 * Answers in JSON, as any program may send them that a client takes for a server. An object that was
 * read is written and read again the same.
 */
@Timeout(10)
class AnswerFuzz {

    @FuzzTest
    void everyAnswerIsAnOutcome(byte[] json) {
        assertThat(Outcome.parse(json).status()).isNotNull();
        JsonObject object;
        try {
            object = JsonObject.parse(json);
        } catch (IllegalArgumentException refused) {
            return;
        }
        var written = object.toBytes();
        assertThat(JsonObject.parse(written).toBytes()).isEqualTo(written);
    }
}
