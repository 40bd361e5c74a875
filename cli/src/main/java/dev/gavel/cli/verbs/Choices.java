package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;

import java.util.ArrayList;
import java.util.List;

/** Values that options allow: those are checked before anything is asked, suggested, and completed. */
final class Choices {
    private Choices() {}

    /** Of {@code --format}. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Formats() {
            super(FormatsByName.names());
        }
    }

    /** Of {@code --state}. */
    static final class States extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        States() {
            super(List.of("draft", "scheduled", "open", "paused", "closed", "cancelled"));
        }
    }

    /** Of {@code --proxy}. */
    static final class Proxies extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Proxies() {
            super(List.of("allowed", "always", "never"));
        }
    }

    /** Of {@code --buy-now-until}. */
    static final class BuyNowUntil extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        BuyNowUntil() {
            super(List.of("firstBid", "reserveMet"));
        }
    }

    /** Of {@code --soft-close-trigger}. */
    static final class Triggers extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Triggers() {
            super(List.of("price", "accepted", "lead"));
        }
    }

    /** Of {@code --soft-close-mode}. */
    static final class Modes extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Modes() {
            super(List.of("reset", "add"));
        }
    }

    /** Of {@code --reserve-mode}. */
    static final class ReserveModes extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        ReserveModes() {
            super(List.of("plain", "jump"));
        }
    }

    /** Of {@code --below-reserve}. */
    static final class BelowReserve extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        BelowReserve() {
            super(List.of("unsold", "offer"));
        }
    }

    /** Of {@code --confirm}. */
    static final class Confirms extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Confirms() {
            super(List.of("stay", "confirm"));
        }
    }

    /** Of {@code --margin}. */
    static final class Margins extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Margins() {
            super(List.of("partial", "proRata"));
        }
    }

    /** Of {@code --visibility}. */
    static final class Visibilities extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Visibilities() {
            super(List.of("public", "participants", "invited"));
        }
    }

    /** Of {@code --run-by}. */
    static final class Runners extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Runners() {
            super(List.of("house", "seller"));
        }
    }
}
