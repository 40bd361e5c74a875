package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.gavel.raft.Names;
import dev.gavel.wire.v1.SubmitFrame;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

/**
 * Frames of commands, as strangers send them to the client port. They are read or refused. What the
 * wire contract's own reader understands is read just so.
 */
@Timeout(10)
class CommandFrameFuzz {

    @FuzzTest
    void aFrameIsReadAsTheContractReadsIt(byte[] bytes) throws IOException {
        var frame = new CommandFrame(new Names());
        try {
            read(frame, bytes);
        } catch (IOException refused) {
            // no frame
        }
        SubmitFrame expected;
        try {
            expected = known(SubmitFrame.parseFrom(bytes));
        } catch (InvalidProtocolBufferException refused) {
            return;
        }
        frame.read(expected.toByteArray());
        assertThat(frame.count()).isEqualTo(expected.getCommandsCount());
        assertThat(frame.client()).isEqualTo(expected.getClient());
        assertThat(frame.ackedBelow()).isEqualTo(expected.getAckedBelow());
        for (var i = 0; i < frame.count(); i++) {
            frame.goTo(i);
            var command = expected.getCommands(i);
            assertThat(frame.seq()).isEqualTo(command.getSeq());
            assertThat(frame.user()).isEqualTo(command.getUser());
            assertThat(frame.json().toArray()).isEqualTo(command.getJson().toByteArray());
        }
    }

    private static void read(CommandFrame frame, byte[] bytes) throws IOException {
        frame.read(bytes);
        for (var i = 0; i < frame.count(); i++) {
            frame.goTo(i);
            assertThat(frame.json().length()).isLessThanOrEqualTo(bytes.length);
        }
    }

    /** Without the fields that the contract does not know. */
    private static SubmitFrame known(SubmitFrame frame) {
        var none = UnknownFieldSet.getDefaultInstance();
        var known = frame.toBuilder().setUnknownFields(none).clearCommands();
        frame.getCommandsList()
                .forEach(command -> known.addCommands(command.toBuilder().setUnknownFields(none)));
        return known.build();
    }
}
