package dev.gavel.server;

/**
 * Why a server ends by itself.
 *
 * @param cause the kind of reason
 * @param sentence for the operator
 */
public record End(Cause cause, String sentence) {

    /** The kinds of reasons. */
    public enum Cause {
        /** A bug or a broken disk. */
        FAULT,
        /** It was removed from the members. */
        REMOVED,
        /**
         * It was to become a member, and the change was given up: it begins anew and waits again.
         */
        TURNED_AWAY,
        /** The house will not take it in as it is. */
        REFUSED
    }
}
