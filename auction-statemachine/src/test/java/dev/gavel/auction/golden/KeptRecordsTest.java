package dev.gavel.auction.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.codec.BinaryWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.TraceCodec;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Commands that a program took before there were versions of the house, with the digests that it came to: what
 * was decided stays decided. Among them are commands, fields and names that only later versions know, or refuse.
 * Each line is milliseconds, name and command, parted by tabs.
 */
class KeptRecordsTest {

    private static final Path RECORD = Path.of("src/test/resources/records/version-1.txt.gz");
    private static final long START = 1_900_000_000_000L;
    /** As the last program without versions wrote them. */
    private static final String TRACE = "712a78b02b1b7389ac8149f8dc4ad3092d1870b5ad684d308f33da5dcfc91c00";
    private static final String STATE = "09efbf5da50dc5359eb265752b32878d3180536489464d4487703b5ed7a24db6";

    @Test
    void aRecordOfTheFirstVersionComesToItsDigest() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var house = HouseState.empty(HouseVersion.FIRST, true);
        var index = 0;
        for (var line : lines()) {
            var parts = line.split("\t", 3);
            var outcome = AuctionMachine.apply(house,
                    MessageCodec.decodeCommand(parts[2].getBytes(StandardCharsets.UTF_8)),
                    parts[1], START + Long.parseLong(parts[0]), ++index);
            house = outcome.after();
            var trace = new BinaryWriter();
            TraceCodec.append(trace, outcome.reply(), outcome.events());
            digest.update(trace.array(), 0, trace.size());
        }
        assertThat(index).isEqualTo(3_983);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(TRACE);
        assertThat(sha256(bytes(house))).isEqualTo(STATE);
        assertThat(bytes(StateCodec.read(new ByteArrayInputStream(bytes(house)))))
                .isEqualTo(bytes(house));
    }

    /** So that the record tests anything of that kind. */
    @Test
    void theRecordAsksForWhatIsNotAdopted() throws Exception {
        var house = HouseState.empty(HouseVersion.FIRST, true);
        var codes = new ArrayList<Code>();
        for (var line : lines()) {
            var parts = line.split("\t", 3);
            var reply = AuctionMachine.apply(house,
                    MessageCodec.decodeCommand(parts[2].getBytes(StandardCharsets.UTF_8)),
                    parts[1], START, 1).reply().orElseThrow();
            if (reply instanceof Reply.Rejected no) {
                codes.add(no.rejection().code());
            }
        }
        assertThat(codes).contains(Code.NOT_ADOPTED);
    }

    private static List<String> lines() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RECORD)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private static byte[] bytes(HouseState house) throws IOException {
        var out = new ByteArrayOutputStream();
        StateCodec.write(house, out);
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
