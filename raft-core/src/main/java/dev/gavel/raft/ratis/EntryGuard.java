package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.PeerClocks;
import dev.gavel.raft.log.EntryCheck;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps two kinds of entries out of the log: those that no replica could apply, and those with a
 * time from which the cluster would never come back. A leader looks before it logs an entry,
 * followers before they store it.
 *
 * @see "docs/adr/0097-entries-that-cannot-be-applied.md"
 */
final class EntryGuard implements ServerInterceptor {

    /**
     * How far a stamp may be after all clocks that were read. {@code ClockGuard} holds the leader
     * itself to much less. This is about stamps that no clock can have shown.
     */
    static final Duration AFTER_ALL_CLOCKS = Duration.ofMinutes(1);
    /** The same if no other clock was read: no mistake about time zones is larger. */
    static final Duration AFTER_OWN_CLOCK = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(EntryGuard.class);

    private final Clock clock;
    private final PeerClocks peers;
    private final LongSupplier logMillis;
    private volatile Optional<String> objection = Optional.empty();

    /**
     * The guard of one server.
     *
     * @param logMillis the time of the last entry that was applied: it may be used again in any
     *        case
     */
    EntryGuard(Clock clock, PeerClocks peers, LongSupplier logMillis) {
        this.clock = clock;
        this.peers = peers;
        this.logMillis = logMillis;
    }

    /** Why this entry may not be logged; empty if it may. */
    Optional<String> fault(Bytes entry) {
        // this server's clock alone clears nearly all; the others' are only asked about the rest
        var soon = clock.millis() + AFTER_ALL_CLOCKS.toMillis();
        return EntryCheck.fault(entry, soon).isEmpty() ? Optional.empty()
                : EntryCheck.fault(entry, latestMillis());
    }

    /** Why this server did not take an entry lately; empty once it takes those that come. */
    Optional<String> objection() {
        return objection;
    }

    private long latestMillis() {
        var own = clock.millis();
        var others = peers.nowMillis().values();
        var byClocks = others.isEmpty() ? own + AFTER_OWN_CLOCK.toMillis()
                : others.stream().mapToLong(Long::longValue).reduce(own, Math::max)
                        + AFTER_ALL_CLOCKS.toMillis();
        return Math.max(byClocks, logMillis.getAsLong());
    }

    private Optional<String> fault(AppendEntriesRequestProto request) {
        for (var n = 0; n < request.getEntriesCount(); n++) {
            var entry = request.getEntries(n);
            if (entry.hasStateMachineLogEntry()) {
                var fault = fault(RatisBytes.of(entry.getStateMachineLogEntry().getLogData()));
                if (fault.isPresent()) {
                    return Optional.of(sentence(request, entry, fault.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static String sentence(AppendEntriesRequestProto request, LogEntryProto entry,
            String fault) {
        return "it does not take the entry at log index " + entry.getIndex() + " of term "
                + entry.getTerm() + " from " + Speaker.of(request).orElse("its leader") + ": "
                + fault;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        var line = new CuttableCall<>(call);
        return new SimpleForwardingServerCallListener<Q>(next.startCall(line, headers)) {

            @Override
            public void onMessage(Q message) {
                if (line.isCut()) {
                    return;
                }
                if (message instanceof AppendEntriesRequestProto entries
                        && entries.getEntriesCount() > 0) {
                    var fault = fault(entries);
                    objection = fault;
                    if (fault.isPresent()) {
                        LOG.error("{}", fault.get());
                        if (line.cut(Status.FAILED_PRECONDITION.withDescription(fault.get()),
                                new Metadata())) {
                            super.onCancel();
                        }
                        return;
                    }
                }
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                if (!line.isCut()) {
                    super.onHalfClose();
                }
            }
        };
    }
}
