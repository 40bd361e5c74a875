package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.log.Envelope.DigestCheck;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Stands in front of Ratis' port, and keeps applied entries from being replaced. If a leader wants
 * other entries in their place, or a snapshot that never had them, acknowledged commands were lost.
 * Ratis would truncate the log and follow that leader. This server stops instead, with its records
 * as they are.
 *
 * <p>A leader that stood still while another was elected has lost nothing. Its term is over, and it
 * is left to Ratis, which refuses it.
 *
 * @see "docs/adr/0087-what-was-applied-stays.md"
 */
final class AppliedGuard implements ServerInterceptor {

    private final AppliedMark mark;
    private final Supplier<DigestCheck> digest;
    private final Consumer<String> whenRefused;
    private volatile @Nullable Log log;
    private volatile LongSupplier term = () -> 0;
    private volatile boolean refused;

    /** The log of this server. */
    interface Log {

        /**
         * The term of the entry at this index, also if this server applied it and its log has it no
         * longer; empty if that is not known.
         */
        OptionalLong appliedTerm(long index);

        /** Whether the log has another entry at the index of {@code entry}, of the same term. */
        boolean contradicts(LogEntryProto entry);

        /** Whether it knows of another member; a server that is about to be taken in may not. */
        boolean knowsOthers();

        /**
         * The terms that the other servers have at this index, by server; empty for a server that
         * does not know. Waits for the answers.
         */
        Map<Integer, OptionalLong> termsElsewhere(long index);

        /**
         * The running digest of this server after the entry at this index; empty where it does not
         * say.
         */
        Optional<Bytes> digestOf(int peer, long index);
    }

    /**
     * Guards what is below {@code mark}; lets no entries in before {@link #watch}.
     *
     * @param digest the running digest of this server
     * @param whenRefused told with a sentence, before anything is changed
     */
    AppliedGuard(AppliedMark mark, Supplier<DigestCheck> digest, Consumer<String> whenRefused) {
        this.mark = mark;
        this.digest = digest;
        this.whenRefused = whenRefused;
    }

    /**
     * Guards from now on.
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

    /**
     * Whether the snapshot that begins with this chunk may take the place of the log. The leader
     * that sends it must have had the entry that this server applied last. If the leader does not
     * know any more, no other server may contradict.
     */
    boolean mayInstall(InstallSnapshotRequestProto request) {
        var present = log;
        if (present == null || refused) {
            return false;
        }
        var chunk = request.getSnapshotChunk();
        var applied = mark.index();
        if (!request.hasSnapshotChunk() || chunk.getRequestIndex() > 0
                || chunk.getTermIndex().getIndex() <= applied || applied < 0
                || isOver(request.getLeaderTerm())) {
            return true;
        }
        var own = present.appliedTerm(applied);
        if (own.isEmpty()) {
            return true;
        }
        var said = present.termsElsewhere(applied);
        var leader = RatisProperties.number(
                RaftPeerId.valueOf(request.getServerRequest().getRequestorId()));
        var leaders = said.getOrDefault(leader, OptionalLong.empty());
        var other = leaders.isPresent() ? leaders
                : said.values()
                        .stream()
                        .flatMapToLong(OptionalLong::stream)
                        .filter(term -> term != own.getAsLong())
                        .findFirst();
        if (other.isPresent() && other.getAsLong() != own.getAsLong()
                && !isOver(request.getLeaderTerm())) {
            refuse(leader, request.getLeaderTerm(),
                    another(applied, other.getAsLong(), own.getAsLong()), applied);
        }
        if (said.isEmpty() && present.knowsOthers()) {
            return false;
        }
        if (!refused) {
            refuseIfOtherDigest(leader, request.getLeaderTerm(), applied, present);
        }
        return !refused;
    }

    /**
     * Refuses a leader whose digest differs. Two leaders of one term are possible, and then the
     * terms are the same.
     */
    private void refuseIfOtherDigest(int leader, long leaderTerm, long applied, Log log) {
        var own = digest.get();
        var other = own.index() > 0 ? log.digestOf(leader, own.index()) : Optional.<Bytes>empty();
        if (other.isPresent() && !other.get().equals(own.digest()) && !isOver(leaderTerm)) {
            refuse(leader, leaderTerm, "came to another digest at log index " + own.index()
                    + " than this server", applied);
        }
    }

    private void refuseIfOther(AppendEntriesRequestProto request, LogEntryProto entry,
            long applied, Log log) {
        var own = log.appliedTerm(entry.getIndex());
        if (!refused && own.isPresent() && isOther(own.getAsLong(), entry, log)
                && !isOver(request.getLeaderTerm())) {
            refuse(RatisProperties.number(
                    RaftPeerId.valueOf(request.getServerRequest().getRequestorId())),
                    request.getLeaderTerm(),
                    another(entry.getIndex(), entry.getTerm(), own.getAsLong()), applied);
        }
    }

    private static String another(long index, long term, long ownTerm) {
        return "has another entry at log index " + index + " (of term " + term
                + ") than the one that this server has applied (of term " + ownTerm + ")";
    }

    private void refuse(int leader, long leaderTerm, String why, long applied) {
        refused = true;
        whenRefused.accept("server " + leader + ", which leads in term " + leaderTerm + ", " + why
                + ": commands that were acknowledged, up to index " + applied
                + ", are missing there. This server keeps them and stops. See"
                + " docs/OPERATING.md, damaged records, before anything is started again");
    }

    /**
     * Whether the entry is another than the own one. If a server has forgotten its vote, two
     * leaders of one term are possible.
     */
    private static boolean isOther(long own, LogEntryProto entry, Log log) {
        return own != entry.getTerm() || log.contradicts(entry);
    }

    /**
     * Whether this leader's term is over, so that Ratis appends nothing of it. To be asked after
     * the log: applied entries were committed in this term or an earlier one.
     */
    private boolean isOver(long leaderTerm) {
        return leaderTerm < term.getAsLong();
    }

    private boolean maySee(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto entries -> mayAppend(entries);
            case InstallSnapshotRequestProto chunk -> mayInstall(chunk);
            default -> true;
        };
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<Q>(next.startCall(call, headers)) {

            private boolean ended;

            @Override
            public void onMessage(Q message) {
                if (ended || !maySee(message)) {
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
                            : "this server is not ready to hear this"),
                            new Metadata());
                }
            }
        };
    }
}
