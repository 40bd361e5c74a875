package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The house within a snapshot. Bytes are a house or are refused; a house that was read is written
 * and read again the same.
 */
@Timeout(10)
class StateFuzz {

    @FuzzTest
    void aHouseIsReadOrRefused(byte[] bytes) throws IOException {
        HouseState house;
        try {
            house = read(bytes);
        } catch (IOException refused) {
            return;
        }
        var written = written(house);
        assertThat(written(read(written))).isEqualTo(written);
    }

    private static HouseState read(byte[] bytes) throws IOException {
        return StateCodec.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] written(HouseState house) throws IOException {
        var out = new ByteArrayOutputStream();
        StateCodec.write(house, out);
        return out.toByteArray();
    }
}
