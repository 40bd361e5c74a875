package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.Objects;

/**
 * Frames of answers, as any program may send them that a client takes for a server. They are read or
 * refused, and every outcome lies within its frame, also if the reader was used for another before.
 */
@Timeout(10)
class ReplyFrameFuzz {

    /** With an outcome that lies further behind than most frames are long. */
    private static final byte[] EARLIER = earlier();

    private static byte[] earlier() {
        var long300 = new WireBuffer();
        long300.bytes(1, new byte[300], 0, 300);
        long300.head(2, WireBuffer.sizeOfBytes(2));
        long300.bytes(3, new byte[]{'{', '}'}, 0, 2);
        return long300.toBytes();
    }

    @FuzzTest
    void everyOutcomeLiesWithinItsFrame(byte[] frame) throws IOException {
        var reader = new FrameReader();
        reader.read(EARLIER);
        var replies = new Replies();
        try {
            reader.read(frame);
            replies.read(frame);
        } catch (IOException refused) {
            return;
        }
        for (var i = 0; i < reader.count(); i++) {
            Objects.checkFromIndexSize(reader.offset(i), reader.length(i), frame.length);
            replies.saysForgotten(i);
            replies.willTell(i,
                    (tag, array, offset, length) -> Outcome.parse(array, offset, length),
                    i);
            assertThat(replies.disposition(i)).isEqualTo(reader.disposition(i));
        }
        replies.leader();
        replies.tellHandlers();
    }
}
