package dev.gavel.auction.codec;

/** What is wrong with a message: which field, and why. Has no stack trace: it is an answer. */
final class BadField extends Exception {

    private final String field;
    private final String sentence;

    BadField(String field, String sentence) {
        super(sentence, null, false, false);
        this.field = field;
        this.sentence = sentence;
    }

    String field() {
        return field;
    }

    String sentence() {
        return sentence;
    }
}
