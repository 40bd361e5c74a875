package dev.gavel.cli.verbs;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What {@code --version} prints; written in by the build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (var in = Version.class.getResourceAsStream("version.txt")) {
            var version = in == null
                    ? "unknown"
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[]{"gavel " + version + " (Java " + Runtime.version().feature()
                    + ")"};
        }
    }
}
