package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.LogPosition;
import dev.gavel.raft.NewerVersionException;
import org.junit.jupiter.api.Timeout;

/**
 * Entries of the log, as a damaged disk or another server may bring them. Bytes are an entry or are
 * refused. What {@link EntryCheck} lets into the log, every server can apply; else one entry would
 * stop them all.
 */
@Timeout(10)
class EnvelopeFuzz {

    /** Takes every digest for the right one: this is not about servers that differ. */
    private static final Applier.Arbiter PATIENT = new Applier.Arbiter() {
        @Override
        public void agrees(Envelope.DigestCheck check) {
            // as it should be
        }

        @Override
        public void differs(Envelope.DigestCheck check, Bytes own, long seenAt) {
            // made up by the fuzzer
        }
    };

    @FuzzTest
    void whatIsLetIntoTheLogCanBeApplied(byte[] bytes) {
        var stored = Bytes.of(bytes);
        var fault = EntryCheck.fault(stored, Long.MAX_VALUE);
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.decode(stored);
        } catch (Fault | NewerVersionException refused) {
            assertThat(fault).as("EntryCheck, of what cannot be read").isPresent();
            return;
        }
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
        if (fault.isEmpty()) {
            apply(stored, envelope.items().size());
        }
    }

    /** The second time, its commands are repeats. */
    private static void apply(Bytes stored, int items) {
        var applier = new Applier<>(new EchoMachine(), PATIENT);
        for (var index = 1; index <= 2; index++) {
            var outcomes = applier.apply(new LogPosition(1, index), stored);
            assertThat(outcomes).hasSize(items).doesNotContainNull();
        }
    }
}
