package dev.gavel.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Environment variables that stand in for keys of the file: {@code servers.0.http-port} is
 * {@code GAVEL_SERVERS_0_HTTP_PORT}. It remembers which were asked for, so that a misspelt one is
 * found.
 */
final class Environment {

    private static final List<String> OURS = List.of("GAVEL_SERVERS_", "GAVEL_REPLICATION_",
            "GAVEL_LIMITS_", "GAVEL_DISCOVERY_", "GAVEL_LOGGING_");

    private final Map<String, String> variables;
    private final Set<String> asked = new TreeSet<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    static String nameOf(String key) {
        return "GAVEL_" + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    /** The value that is to replace {@code key}'s, if one is set. */
    Optional<String> instead(String key) {
        if (key.contains("[")) {
            return Optional.empty(); // a place in a list has no name
        }
        var name = nameOf(key);
        asked.add(name);
        return Optional.ofNullable(variables.get(name));
    }

    /** Variables that look like keys of the file and are none. */
    List<ConfigFault> misspelt() {
        var faults = new ArrayList<ConfigFault>();
        for (var name : new TreeSet<>(variables.keySet())) {
            if (OURS.stream().anyMatch(name::startsWith) && !asked.contains(name)) {
                faults.add(new ConfigFault("environment variable " + name, "",
                        "stands for no key" + Nearest.to(name, asked)
                                .map(known -> ", did you mean " + known + "?")
                                .orElse("")));
            }
        }
        return faults;
    }
}
