package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.FormatKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Each kind of auction is one room of the page, a folder below {@code formats}, and nothing outside of
 * it knows the kind: what a line compares elsewhere belongs into the room.
 */
class PageRoomsTest {

    private static final Path PAGE = Path.of("src/main/resources/dev/gavel/server/page");
    private static final String ROOMS = "formats/";
    private static final String DOOR = "formats/rooms.js";
    /** Enters the rooms, and is the only one to open their folders. */
    private static final String LIST = "formats/index.js";
    private static final List<String> KINDS = Arrays.stream(FormatKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m)(?<=^|\\s)//.*?$",
            Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern
            .compile("(?m)^(?:import|export)\\b[^;'\"]*['\"](\\.[^'\"]+\\.js)['\"]");
    private static final Pattern COMPARES = comparing();

    /** A kind by its name or as a key, or a branch on the kind that a view names. */
    private static Pattern comparing() {
        var kinds = String.join("|", KINDS);
        // a clock is also what tells the time
        var keys = kinds.replace("clock|", "").replace("|clock", "");
        var named = "(?:\\w+\\??\\.)*format\\b";
        return Pattern.compile(String.join("|", "['\"`](?:" + kinds + ")['\"`]",
                "(?:^|[{,(])\\s*(?:" + keys + ")\\s*:", named + "\\s*[!=]==?",
                "[!=]==?\\s*" + named + "(?!\\.|\\()", "switch\\s*\\(\\s*" + named,
                "\\[\\s*" + named + "\\s*\\]",
                "\\.(?:has|get|includes|indexOf)\\(\\s*" + named + "\\s*\\)"));
    }

    @Test
    void onlyARoomKnowsItsKind() throws IOException {
        var found = new ArrayList<String>();
        for (var module : modules().entrySet()) {
            if (!module.getKey().startsWith(ROOMS)) {
                found.addAll(comparisons(module.getKey(), module.getValue()));
            }
        }
        assertThat(found).as("Lines that know a kind of auction outside of its room. What the page"
                + " knows of a kind belongs into formats/<kind>/room.js; elsewhere ask"
                + " roomOf(view), from formats/rooms.js, for a property of the room.").isEmpty();
    }

    @Test
    void roomsAreAskedAtTheirDoor() throws IOException {
        var found = new ArrayList<String>();
        for (var module : modules().entrySet()) {
            for (var to : imports(module.getKey(), module.getValue())) {
                if (!mayImport(module.getKey(), to)) {
                    found.add(module.getKey() + " imports " + to);
                }
            }
        }
        assertThat(found).as("Modules that go past the door of a room. Outside of formats/ only"
                + " formats/rooms.js is imported, and by app.js formats/index.js, which alone opens"
                + " the folder of a kind; what two kinds share belongs beside their folders.")
                .isEmpty();
    }

    @Test
    void theHouseAndThePageHaveTheSameKinds() throws IOException {
        for (var kind : KINDS) {
            var room = kind + "/room.js";
            assertThat(modules()).as("the room of the kind that the house calls " + kind)
                    .containsKey(ROOMS + room);
            assertThat(modules().get(LIST)).as("what " + LIST + " enters").contains("./" + room);
        }
    }

    @Test
    void noModuleNeedsItself() throws IOException {
        var graph = new TreeMap<String, List<String>>();
        for (var module : modules().entrySet()) {
            graph.put(module.getKey(), imports(module.getKey(), module.getValue()));
        }
        for (var module : graph.keySet()) {
            assertThat(reached(graph, module))
                    .as("What " + module + " imports, directly or not. A module that is in there"
                            + " itself stands in a circle: move what both need into one below them.")
                    .doesNotContain(module);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"if (view.format === 'dutch') return 1;",
            "if (draft.format !== key) f();",
            "const chosen = kind === filters.format;", "switch (view.format) {",
            "  case \"vickrey\":", "const NAMES = { sealed: 'Sealed' };", "  uniform: () => 1,",
            "return HINTS[draft.format] ?? '';", "if (ROUNDS.has(view?.format)) f();",
            "const isRound = format == `clock`;"})
    void noticesALineThatKnowsAKind(String line) {
        assertThat(comparisons("pages/some.js", line)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"if (roomOf(view).falls) f();", "tell({ cluster, clock: time() });",
            "const { format } = view;", "query.get('format')", "/** As 'dutch' is. */ f();",
            "refine({ format: filters.format });", "f(); // not of 'english' ones",
            "if (last !== time.format(now)) f();", "gavel: 'sealed bid',"})
    void letsPassWhatKnowsNone(String line) {
        assertThat(comparisons("pages/some.js", line)).isEmpty();
    }

    private static List<String> comparisons(String module, String text) {
        var found = new ArrayList<String>();
        var lines = withoutComments(text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (COMPARES.matcher(lines[i]).find()) {
                found.add(module + ":" + (i + 1) + " " + lines[i].strip());
            }
        }
        return found;
    }

    /** With its lines where they were. */
    private static String withoutComments(String text) {
        return COMMENT.matcher(text)
                .replaceAll(comment -> "\n".repeat((int) comment.group()
                        .chars()
                        .filter(c -> c == '\n')
                        .count()));
    }

    private static boolean mayImport(String from, String to) {
        if (!to.startsWith(ROOMS) || to.equals(DOOR)) {
            return true;
        }
        if (!from.startsWith(ROOMS)) {
            return from.equals("app.js") && to.equals(LIST);
        }
        var kind = to.split("/", -1)[1];
        return !KINDS.contains(kind) || from.equals(LIST) || from.startsWith(ROOMS + kind + "/");
    }

    private static List<String> imports(String module, String text) {
        var folder = Path.of("/" + module).resolveSibling("");
        return IMPORT.matcher(withoutComments(text))
                .results()
                .map(found -> folder.resolve(found.group(1)).normalize().toString().substring(1))
                .toList();
    }

    private static Set<String> reached(Map<String, List<String>> graph, String from) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(graph.getOrDefault(from, List.of()));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (seen.add(next)) {
                open.addAll(graph.getOrDefault(next, List.of()));
            }
        }
        return seen;
    }

    /** By their path, all that is not taken from elsewhere. */
    private static Map<String, String> modules() throws IOException {
        var modules = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(PAGE)) {
            for (var file : all.filter(path -> path.toString().endsWith(".js")).toList()) {
                var name = PAGE.relativize(file).toString();
                if (!name.startsWith("vendor/")) {
                    modules.put(name, Files.readString(file));
                }
            }
        }
        return modules;
    }
}
