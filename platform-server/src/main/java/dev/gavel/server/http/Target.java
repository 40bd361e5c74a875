package dev.gavel.server.http;

import dev.gavel.server.desk.Trouble;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The target of a request, read once and strictly, so that every part of the server reads the same.
 * One slash at the end of a path means nothing. Two in a row, dots and semicolons are no other
 * spelling of anything.
 *
 * @param segments of the path, decoded
 * @param parameters by name, each with all its values, decoded
 */
record Target(List<String> segments, Map<String, List<String>> parameters) {

    /** Attribute under which a request carries its target. */
    static final String ATTRIBUTE = "dev.gavel.target";

    /**
     * Reads an address.
     *
     * @throws HttpTrouble naming the part that cannot be read
     */
    static Target of(HttpURI address) {
        var path = address.getPath();
        return new Target(segments(path == null ? "/" : path), parameters(address.getQuery()));
    }

    private static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw new HttpTrouble(Trouble.BAD_COMMAND, "The path does not begin with a slash.");
        }
        var raw = path.endsWith("/") ? path.substring(1, Math.max(1, path.length() - 1))
                : path.substring(1);
        var segments = new ArrayList<String>();
        if (raw.isEmpty() && path.length() == 1) {
            return segments;
        }
        for (var each : raw.split("/", -1)) {
            segments.add(segment(each));
        }
        return segments;
    }

    private static String segment(String raw) {
        var segment = Escapes.decode(raw, false)
                .orElseThrow(() -> new HttpTrouble(Trouble.BAD_COMMAND,
                        "The path has a percent escape that is no UTF-8 character: "
                                + Parameters.printable(raw) + "."));
        if (segment.chars().anyMatch(Character::isISOControl)) {
            throw new HttpTrouble(Trouble.BAD_COMMAND,
                    "The path has a control character: " + Parameters.printable(raw) + ".");
        }
        return segment;
    }

    private static Map<String, List<String>> parameters(@Nullable String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var rawName = equals < 0 ? pair : pair.substring(0, equals);
            var name = Escapes.decode(rawName, true)
                    .orElseThrow(() -> new HttpTrouble(Trouble.BAD_COMMAND,
                            "A parameter's name has a percent escape that is no UTF-8 character: "
                                    + Parameters.printable(rawName) + "."));
            var value = Escapes.decode(equals < 0 ? "" : pair.substring(equals + 1), true)
                    .orElseThrow(() -> new HttpTrouble(Trouble.BAD_COMMAND,
                            Parameters.printable(name)
                                    + ": has a percent escape that is no UTF-8 character."));
            parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
        }
        return parameters;
    }

    /**
     * Refuses all parameters but these, and any that comes twice or has no value. Who leaves a value
     * out may mean all or nothing, and nobody can tell.
     */
    void only(Set<String> known) {
        onlyNamed(known);
        parameters.forEach((name, values) -> {
            if (values.getFirst().isEmpty()) {
                throw new HttpTrouble(Trouble.BAD_COMMAND,
                        name + ": has no value; give it one, or leave the parameter out.");
            }
        });
    }

    /** Refuses all parameters but these, which need no value, and any that comes twice. */
    void onlyNamed(Set<String> known) {
        parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, Parameters.printable(name)
                        + ": no such parameter here"
                        + (known.isEmpty() ? "."
                                : "; known are " + String.join(", ", new TreeSet<>(known)) + "."));
            }
            if (values.size() > 1) {
                throw new HttpTrouble(Trouble.BAD_COMMAND, name + ": given more than once.");
            }
        });
    }

    /** The value of a parameter that comes once at most; null if it does not come. */
    @Nullable
    String value(String name) {
        var values = parameters.get(name);
        return values == null ? null : values.getFirst();
    }

    /** The path, spelled in the one way that all parts of this server know. */
    String path() {
        var lastIsEmpty = !segments.isEmpty() && segments.getLast().isEmpty();
        return segments.stream()
                .map(Escapes::segment)
                .collect(Collectors.joining("/", "/", lastIsEmpty ? "/" : ""));
    }
}
