package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Bytes that callers send as queries: each gets an answer in JSON, whoever asks. */
@Timeout(10)
class QueryFuzz {

    private static final Path KEPT = Path.of("src/test/resources/golden/state-4.bin");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HouseState house = HouseState.empty();

    @BeforeAll
    static void aHouseWithAuctionsOfEveryKind() throws IOException {
        house = StateCodec.read(new ByteArrayInputStream(Files.readAllBytes(KEPT)));
    }

    @FuzzTest
    void everyQueryHasAnAnswer(byte[] json) throws IOException {
        var query = MessageCodec.decodeQuery(json);
        for (var by : new String[]{"", "ann", "sue"}) {
            var answer = Queries.answer(house, query, UserName.parse(by), 99,
                    Instant.ofEpochMilli(house.timeMillis()));
            assertThat(answer.status()).isIn(200, 400, 404);
            assertThat(JSON.readTree(answer.json()).isObject()).isTrue();
        }
    }
}
