package dev.gavel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.wire.v1.Event;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

/** Frames of events, as any program may send them: they are taken apart or refused. */
@Timeout(10)
class EventFramesFuzz {

    @FuzzTest
    void aFrameIsTakenApartOrRefused(byte[] message) {
        try {
            assertThat(EventFrames.events(Event.parseFrom(message))).doesNotContainNull();
        } catch (IOException refused) {
            // it says that it is a frame, and is none
        }
    }
}
