package dev.gavel.client.cli;

/** The caller gave something that cannot be meant; the message says what would do. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
