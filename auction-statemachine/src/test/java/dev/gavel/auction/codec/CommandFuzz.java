package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/**
 * Bytes that callers send as commands. Reading is total, and the short way for bids reads as the
 * general one. A command is also read alike wherever it lies within an entry.
 */
@Timeout(10)
class CommandFuzz {

    private static final int BEFORE = 3;
    private static final int AFTER = 2;

    @FuzzTest
    void aCommandIsReadTheSameInEveryWay(byte[] json) {
        var command = MessageCodec.decodeCommand(json);
        assertThat(command).isEqualTo(CommandDecoder.general(json, 0, json.length));

        var entry = new byte[BEFORE + json.length + AFTER];
        System.arraycopy(json, 0, entry, BEFORE, json.length);
        assertThat(MessageCodec.decodeCommand(entry, BEFORE, json.length)).isEqualTo(command);
    }
}
