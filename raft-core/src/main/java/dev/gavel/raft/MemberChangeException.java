package dev.gavel.raft;

/**
 * Other members were asked for, and as far as is known they did not come about. The message is a
 * sentence.
 */
public final class MemberChangeException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What may be done about it. */
    public enum Kind {
        /** Nothing was changed, and the same wish will be refused again. */
        REFUSED,
        /** Nothing was changed: too few of the present members answer to decide anything. */
        NO_MAJORITY,
        /** Nothing was changed here, since this replica does not lead: ask the leader. */
        NOT_LEADER,
        /**
         * Leadership or the members changed meanwhile, or time ran out: the change may still come
         * about. After a look at the present members the same may be asked for again.
         */
        UNDECIDED
    }

    /** Of this kind, with one sentence for people. */
    public MemberChangeException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** What may be done about it. */
    public Kind kind() {
        return kind;
    }
}
