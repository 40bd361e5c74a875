package dev.gavel.server.exit;

/** A value that cannot be meant; the message says what would do. */
public class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a sentence for people. */
    public BadValueException(String message) {
        super(message);
    }
}
