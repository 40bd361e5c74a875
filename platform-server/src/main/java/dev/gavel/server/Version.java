package dev.gavel.server;

import java.util.Optional;

/** The version of this program. */
final class Version {

    private Version() {}

    /** The version in its jar; {@code development} outside of a jar. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
