package dev.gavel.cli.verbs;

import dev.gavel.server.exit.BadValueException;

/** The caller gave something that cannot be meant; the message says what would do. */
final class UsageException extends BadValueException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
