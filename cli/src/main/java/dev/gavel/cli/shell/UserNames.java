package dev.gavel.cli.shell;

import dev.gavel.auction.model.UserName;

import java.util.Optional;

/** What is typed where a user name is asked for, and may be meant for something else. */
final class UserNames {
    private UserNames() {}

    /** Why this is likely no name, in a sentence; empty where nothing speaks against it. */
    static Optional<String> doubt(String typed) {
        var first = typed.split("\\s+", 2)[0];
        if (!UserName.isValid(typed)) {
            return Optional.of("\"" + typed + "\" cannot be a name: " + UserName.RULE);
        }
        if (Shell.verbs().contains(first)) {
            return Optional.of("\"" + typed + "\" looks like the verb " + first
                    + ", and a user name is asked for");
        }
        if (typed.indexOf(' ') >= 0) {
            return Optional.of("\"" + typed + "\" has blanks in it, and a user name is asked for");
        }
        return Optional.empty();
    }
}
