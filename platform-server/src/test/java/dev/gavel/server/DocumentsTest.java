package dev.gavel.server;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Documents as their readers see them in an editor or in a difference, and whether they lead anywhere. */
class DocumentsTest {

    private static final int COLUMNS = 100;
    private static final Path PROJECT = Path.of("..");
    private static final Path DECISIONS = PROJECT.resolve("docs/adr");
    /** Written by a command. */
    private static final Path REPORT = PROJECT.resolve("docs/performance");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#[^)]*)?\\)");
    private static final Pattern NAMED_IN_CODE = Pattern
            .compile("\\bdocs/[\\w/.-]+\\.(?:md|json)\\b");

    static Stream<Path> documents() throws IOException {
        var modules = children(PROJECT).map(folder -> folder.resolve("README.md"))
                .filter(Files::exists);
        var top = children(PROJECT).filter(DocumentsTest::isDocument);
        return Stream.of(top, modules, below(PROJECT.resolve("docs"), DocumentsTest::isDocument))
                .flatMap(all -> all)
                .filter(file -> !file.startsWith(REPORT))
                .sorted();
    }

    private static Stream<Path> children(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList().stream();
        }
    }

    private static Stream<Path> below(Path folder, Predicate<Path> which)
            throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(which).toList().stream();
        }
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md");
    }

    /** Tables, and what programs print, are as wide as they are. */
    @ParameterizedTest
    @MethodSource("documents")
    void proseFitsAHundredColumns(Path document) throws IOException {
        var wide = new ArrayList<String>();
        var isPrinted = false;
        for (var line : Files.readAllLines(document)) {
            if (line.strip().startsWith("```")) {
                isPrinted = !isPrinted;
            } else if (!isPrinted && !line.startsWith("|") && line.length() > COLUMNS
                    && line.strip().contains(" ")) { // a long name cannot be wrapped
                wide.add(line);
            }
        }
        assertThat(wide).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aLinkLeadsToAFile(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document))
                .results()
                .map(found -> found.group(1))
                .filter(to -> !to.isEmpty() && !to.contains(":"))
                .filter(to -> !Files.exists(document.resolveSibling(to)))).isEmpty();
    }

    @Test
    void whatCodeSaysToReadIsThere() throws IOException {
        var dead = new ArrayList<String>();
        var code = below(PROJECT, file -> file.toString().endsWith(".java")
                && file.toString().contains("src/main/")).toList();
        assertThat(code).hasSizeGreaterThan(300);
        for (var file : code) {
            NAMED_IN_CODE.matcher(Files.readString(file))
                    .results()
                    .filter(found -> !Files.exists(PROJECT.resolve(found.group())))
                    .forEach(found -> dead.add(file + ": " + found.group()));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void theIndexOfDecisionsNamesEachOnce() throws IOException {
        var index = Files.readString(DECISIONS.resolve("README.md"));
        var named = LINK.matcher(index)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.startsWith("../"))
                .toList();
        var written = children(DECISIONS).map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("README.md"))
                .collect(toCollection(TreeSet::new));
        assertThat(named).doesNotHaveDuplicates();
        assertThat(List.copyOf(new TreeSet<>(named))).isEqualTo(List.copyOf(written));
    }
}
