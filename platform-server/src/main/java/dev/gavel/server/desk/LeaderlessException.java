package dev.gavel.server.desk;

/** No server leads at the moment, so nothing was done; who asks again later may be answered. */
public final class LeaderlessException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** With a sentence for operators. */
    LeaderlessException(String sentence) {
        super(sentence);
    }
}
