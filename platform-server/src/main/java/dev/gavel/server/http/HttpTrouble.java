package dev.gavel.server.http;

import dev.gavel.server.desk.Trouble;

/** A request that cannot be taken further, with its answer. */
public final class HttpTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    /** To be answered with {@code sentence}. */
    public HttpTrouble(Trouble trouble, String sentence) {
        super(sentence, null, false, false);
        this.trouble = trouble;
    }

    /** The code of the answer. */
    public Trouble trouble() {
        return trouble;
    }

    /** The sentence of the answer, for people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
