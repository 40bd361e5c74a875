package dev.gavel.server;

/**
 * Why a server ends by itself.
 *
 * @param cause of which kind
 * @param sentence for whoever runs it
 */
public record End(Cause cause, String sentence) {

    /** The kinds. */
    public enum Cause {
        /** A bug or a broken disk. */
        FAULT,
        /** It was removed from the members. */
        REMOVED,
        /** It was to become a member, which came to nothing: it begins anew and waits again. */
        TURNED_AWAY,
        /** The house will not take it in as it is. */
        REFUSED
    }
}
