package dev.gavel.server.http;

import dev.gavel.server.desk.Trouble;

/** A request that cannot be taken further: what to answer instead. */
final class HttpTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    HttpTrouble(Trouble trouble, String sentence) {
        super(sentence, null, false, false);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
