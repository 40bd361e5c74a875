package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Documents that name tests as their proof name tests that exist. */
class NamedTestsTest {

    private static final Path ROOT = Path.of("..");
    private static final int DEEPEST = 20;
    private static final Pattern NAMED = Pattern.compile(
            "`([A-Z]\\w*(?:Test|IT|Contract|Fuzz))(?:#(\\w+))?`");
    private static final Pattern PAGE = Pattern.compile("`([\\w-]+\\.mjs)`");

    private static Map<String, String> sources(String ending) throws IOException {
        var sources = new HashMap<String, String>();
        for (var module : List.of("raft-core", "auction-statemachine", "client",
                "platform-server", "seller-run", "cli", "lab")) {
            var tests = ROOT.resolve(module).resolve("src/test");
            try (var files = Files
                    .find(tests, DEEPEST,
                            (file, attributes) -> attributes.isRegularFile() && file.toString()
                                    .endsWith(ending)
                                    && !file.toString().contains("node_modules"))) {
                files.forEach(file -> sources.merge(file.getFileName().toString(), read(file),
                        String::concat));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASVS.md", "CORRECTNESS.md", "FORERUNNERS.md", "SECURITY.md"})
    void everyTestThatIsNamedExists(String document) throws IOException {
        var text = read(ROOT.resolve("docs").resolve(document));
        var sources = sources("java");
        var pages = sources("mjs");
        var missing = new TreeSet<String>();
        var named = 0;
        var name = NAMED.matcher(text);
        while (name.find()) {
            named++;
            var source = sources.getOrDefault(name.group(1) + ".java", "");
            var method = Optional.ofNullable(name.group(2)).map(one -> "void " + one + "(");
            if (source.isEmpty() || !source.contains(method.orElse(""))) {
                missing.add(name.group());
            }
        }
        var page = PAGE.matcher(text);
        while (page.find()) {
            if (!pages.containsKey(page.group(1))) {
                missing.add(page.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(20);
    }
}
