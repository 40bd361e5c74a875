package dev.gavel.cli.verbs;

import dev.gavel.server.exit.BadValueException;

import java.util.List;

/** The caller gave something that cannot be meant; the message says what would do. */
final class UsageException extends BadValueException {
    private static final long serialVersionUID = 1;

    private final transient List<String> sentences;

    UsageException(String message) {
        this(List.of(message));
    }

    /** With all that is wrong, at least one thing. */
    UsageException(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** All that is wrong. */
    List<String> sentences() {
        return sentences;
    }
}
