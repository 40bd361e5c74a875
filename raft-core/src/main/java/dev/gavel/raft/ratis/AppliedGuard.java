package dev.gavel.raft.ratis;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * In front of Ratis' port: a leader that wants other entries in place of some that this server has applied
 * has lost what was acknowledged. Ratis would truncate the log and follow it; this server stops instead,
 * with its records as they are. A leader whose term is over, since it stood still while another was
 * elected, has lost nothing and is left to Ratis, which refuses it.
 *
 * @see "docs/adr/0087-what-was-applied-stays.md"
 */
final class AppliedGuard implements ServerInterceptor {

    private final AppliedMark mark;
    private final Consumer<String> whenRefused;
    private volatile @Nullable Log log;
    private volatile LongSupplier term = () -> 0;
    private volatile boolean refused;

    /** The log of this server. */
    interface Log {

        /** The entry at this index; empty where the log does not have it. */
        Optional<TermIndex> at(long index);

        /** Whether what it has at the index of {@code entry}, of the same term, says something else. */
        boolean contradicts(LogEntryProto entry);
    }

    /**
     * Guards what is below {@code mark}; lets no entries in before {@link #watch}.
     *
     * @param whenRefused told with a sentence, before anything is changed
     */
    AppliedGuard(AppliedMark mark, Consumer<String> whenRefused) {
        this.mark = mark;
        this.whenRefused = whenRefused;
    }

    /**
     * From now on.
     *
     * @param present the term that this server is in
     */
    void watch(Log opened, LongSupplier present) {
        term = present;
        log = opened;
    }

    /** Whether these entries may go to the log; once some may not, no more may. */
    boolean mayAppend(AppendEntriesRequestProto request) {
        var present = log;
        if (present == null) {
            return false;
        }
        if (!refused) {
            var applied = mark.index();
            for (var n = 0; n < request.getEntriesCount()
                    && request.getEntries(n).getIndex() <= applied; n++) {
                refuseIfOther(request, request.getEntries(n), applied, present);
            }
        }
        return !refused;
    }

    private void refuseIfOther(AppendEntriesRequestProto request, LogEntryProto entry,
            long applied, Log log) {
        var own = log.at(entry.getIndex());
        if (!refused && own.isPresent() && isOther(own.get(), entry, log)
                && !isOver(request.getLeaderTerm())) {
            refused = true;
            var leader = RatisProperties.number(
                    RaftPeerId.valueOf(request.getServerRequest().getRequestorId()));
            whenRefused.accept("server " + leader + ", which leads in term "
                    + request.getLeaderTerm() + ", has another entry at log index "
                    + entry.getIndex() + " (of term " + entry.getTerm()
                    + ") than the one that this server has applied (of term "
                    + own.get().getTerm() + "): commands that were acknowledged, up to index "
                    + applied + ", are missing there. This server keeps them and stops. See"
                    + " docs/OPERATING.md, damaged records, before anything is started again");
        }
    }

    /** Two leaders of one term are possible where a server has forgotten its vote. */
    private static boolean isOther(TermIndex own, LogEntryProto entry, Log log) {
        return own.getTerm() != entry.getTerm() || log.contradicts(entry);
    }

    /**
     * Whether this leader's term is over: Ratis appends nothing of it. Asked after the log, since what was
     * applied was committed in this term or an earlier one.
     */
    private boolean isOver(long leaderTerm) {
        return leaderTerm < term.getAsLong();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<Q>(next.startCall(call, headers)) {

            private boolean ended;

            @Override
            public void onMessage(Q message) {
                if (ended || (message instanceof AppendEntriesRequestProto entries
                        && !mayAppend(entries))) {
                    end();
                } else {
                    super.onMessage(message);
                }
            }

            private void end() {
                if (!ended) {
                    ended = true;
                    call.close(Status.UNAVAILABLE.withDescription(refused
                            ? "this server keeps what it has applied"
                            : "this server is about to start"),
                            new Metadata());
                }
            }
        };
    }
}
