package dev.gavel.server;

import java.util.Optional;

/** Which version of the program this is. */
final class Version {

    private Version() {}

    /** As its jar says; {@code development} outside of one. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
