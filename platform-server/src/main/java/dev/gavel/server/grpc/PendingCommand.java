package dev.gavel.server.grpc;

import dev.gavel.raft.Submission;
import dev.gavel.server.desk.Answer;
import dev.gavel.server.desk.AuctionDesk;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * One command of a stream, from its frame to its answer; also its own link in the list of ready
 * ones.
 */
final class PendingCommand implements Consumer<Submission> {

    private final SubmitStream stream;
    private final long sequence;
    private final long sinceNanos;
    private @Nullable Submission submission;
    private Answer.@Nullable Refused objection;
    private @Nullable PendingCommand next;

    PendingCommand(SubmitStream stream, long sequence, long sinceNanos) {
        this.stream = stream;
        this.sequence = sequence;
        this.sinceNanos = sinceNanos;
    }

    /**
     * Takes the end of the command. It is called on a thread of the replica, so it only puts itself
     * aside.
     */
    @Override
    public void accept(Submission ended) {
        submission = ended;
        stream.finished(this);
    }

    /** Notes that the command was refused before it was asked. */
    void refuse(Answer.Refused why) {
        objection = why;
        stream.finished(this);
    }

    long sequence() {
        return sequence;
    }

    /** The answer, once the command has ended, as told at {@code now}. */
    Answer answer(AuctionDesk desk, long now) {
        if (objection != null) {
            return objection;
        }
        if (submission == null) {
            throw new IllegalStateException("command " + sequence + " has not ended");
        }
        return desk.answer(submission, now - sinceNanos);
    }

    @Nullable
    PendingCommand next() {
        return next;
    }

    void next(@Nullable PendingCommand other) {
        next = other;
    }
}
