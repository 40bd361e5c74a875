package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.QueryFields;

import java.util.ArrayList;

/** Values that options allow: those are checked before anything is asked, suggested, and completed. */
final class Choices {
    private Choices() {}

    /** Of {@code --format}. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Formats() {
            super(QueryFields.FORMAT.all());
        }
    }

    /** Of {@code --state}. */
    static final class States extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        States() {
            super(QueryFields.STATE.all());
        }
    }
}
