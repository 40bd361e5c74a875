package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/**
 * What strangers send to the Raft port, before anything else reads it. However the network cuts the
 * bytes, the same frames are counted.
 */
@Timeout(10)
class FrameHeadsFuzz {

    private static final int MOST = 2;

    @FuzzTest
    void framesAreCountedAlikeHoweverTheyAreCut(byte[] bytes) {
        var whole = tooMany(bytes, Math.max(1, bytes.length));
        assertThat(tooMany(bytes, 1)).isEqualTo(whole);
        assertThat(tooMany(bytes, 7)).isEqualTo(whole);
    }

    private static int tooMany(byte[] bytes, int piece) {
        var heads = new FrameHeads(MOST, Long.MAX_VALUE, () -> 0);
        var tooMany = 0;
        for (var from = 0; from < bytes.length; from += piece) {
            var to = Math.min(bytes.length, from + piece);
            var at = from;
            while (at < to) {
                var skipped = heads.skippable(to - at);
                at += skipped;
                if (skipped == 0 && heads.read(bytes[at++])) {
                    tooMany++;
                }
            }
        }
        return tooMany;
    }
}
