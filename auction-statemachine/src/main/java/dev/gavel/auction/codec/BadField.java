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

    /** The sentence with the field in it: {@code amount: it is missing.} */
    String sentence() {
        if (field.equals(Json.WHOLE)) {
            return sentence.replaceFirst("^It ", "This ");
        }
        return field + ": " + Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
