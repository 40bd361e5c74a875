package dev.gavel.server.desk;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.Reply;
import dev.gavel.raft.Submission;
import dev.gavel.server.config.ServerAddress;

import java.time.Duration;
import java.util.Optional;

/** How a write ended, as an edge has to tell it. */
public sealed interface Answer {

    /**
     * The house answered, yes or no.
     *
     * @param reply the outcome, as JSON once {@link Reply#bytes} is asked
     * @param index log index of the answer; of a forwarded one 0
     * @param repeated whether this is the first answer to an earlier call under the same id
     */
    record Replied(Reply reply, long index, boolean repeated) implements Answer {}

    /** Refused under this id by every server: certainly without effect now. */
    record Refused(Trouble trouble, String sentence) implements Answer {}

    /** This try is certainly without effect: ask the leader, if one is known. */
    record Redirect(Optional<ServerAddress> leader) implements Answer {}

    /** This try is certainly without effect: ask again after a while. */
    record TryLater(Trouble trouble, Duration after, String sentence) implements Answer {

        /** The same for a caller who has named the id, and may have tried under it before. */
        public TryLater underAKey() {
            return new TryLater(trouble, after, sentence + (sentence.endsWith(".") ? "" : ".")
                    + " An earlier try under the same key may have had its effect: ask again with"
                    + " that key.");
        }
    }

    /** It may or may not have had its effect: the same id again tells. */
    record OutcomeUnknown(String sentence) implements Answer {}

    /** Of the command this says nothing: an earlier try under the same id may have had its effect. */
    String NOTHING_BY_THIS_TRY = "This try did nothing; ask again.";

    /** The answer that replication's verdict means; leaders are looked up in {@code directory}. */
    static Answer of(Submission submission, Directory directory) {
        return switch (submission) {
            case Submission.Committed done ->
                new Replied(done.reply(), done.at().index(), done.repeated());
            case Submission.Refused no -> new Refused(switch (no.reason()) {
                case FORGOTTEN -> Trouble.FORGOTTEN;
                case WINDOW -> Trouble.WINDOW;
                case ALTERED -> Trouble.BAD_COMMAND;
            }, no.message());
            case Submission.NotLeader elsewhere ->
                new Redirect(elsewhere.leader().flatMap(peer -> directory.server(peer.id())));
            case Submission.Busy busy ->
                new TryLater(Trouble.BUSY, busy.retryAfter(), busy.why());
            case Submission.NotNow no ->
                new TryLater(Trouble.NOT_NOW, no.retryAfter(), sentence(no.why()));
            case Submission.Unknown unknown -> new OutcomeUnknown(unknown.why());
        };
    }

    private static String sentence(String why) {
        return Character.toUpperCase(why.charAt(0)) + why.substring(1)
                + ". " + NOTHING_BY_THIS_TRY;
    }

    /** The outcome as JSON, from the house or from an edge. */
    default Bytes json() {
        return switch (this) {
            case Replied replied -> replied.reply().bytes();
            case Refused refused -> OutcomeJson.of(refused.trouble(), refused.sentence());
            case Redirect redirect -> OutcomeJson.of(Trouble.NOT_LEADER, redirect.leader()
                    .map(leader -> "This server does not lead; ask server " + leader.id() + " at "
                            + leader.client() + " (gRPC) or " + leader.http() + " (HTTP).")
                    .orElse("This server does not lead, and no leader is known yet."));
            case TryLater later -> OutcomeJson.of(later.trouble(), later.sentence());
            case OutcomeUnknown unknown -> OutcomeJson.of(Trouble.UNKNOWN, unknown.sentence());
        };
    }
}
