package dev.gavel.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One object of the file while it is read. A wrong value is noted as a fault and replaced by the
 * fallback, so that reading goes on and finds the rest.
 */
final class Section {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final ConfigObject object;
    private final String path;
    private final Environment environment;
    private final List<ConfigFault> faults;
    private final Set<String> known;

    Section(ConfigObject object, String path, Environment environment, List<ConfigFault> faults) {
        this(object, path, environment, faults, new TreeSet<>());
    }

    private Section(ConfigObject object, String path, Environment environment,
            List<ConfigFault> faults, Set<String> known) {
        this.object = object;
        this.path = path;
        this.environment = environment;
        this.faults = faults;
        this.known = known;
    }

    /** The same object under another name in messages and environment variables. */
    Section named(String otherPath) {
        return new Section(object, otherPath, environment, faults, known);
    }

    long number(String key, long fallback, long min, long max) {
        var found = text(key);
        if (found.isEmpty()) {
            return fallback;
        }
        var allowed = "must be a whole number from " + min + " to " + max;
        try {
            long value = Long.parseLong(found.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        fault(key, allowed + ", was " + found.get());
        return fallback;
    }

    int integer(String key, int fallback, int min, int max) {
        return (int) number(key, fallback, min, max);
    }

    /** The whole number under a key that must be there. */
    int required(String key, int min, int max) {
        if (text(key).isEmpty()) {
            missing(key, "a whole number from " + min + " to " + max);
            return min;
        }
        return integer(key, min, min, max);
    }

    String text(String key, String fallback, Pattern allowed, String explained) {
        var found = text(key);
        if (found.isPresent() && !allowed.matcher(found.get()).matches()) {
            fault(key, "must be " + explained + ", was \"" + found.get() + "\"");
            return fallback;
        }
        return found.orElse(fallback);
    }

    /** The text under a key that must be there. */
    String required(String key, Pattern allowed, String explained) {
        if (text(key).isEmpty()) {
            missing(key, explained);
            return "";
        }
        return text(key, "", allowed, explained);
    }

    /** The texts in the list under {@code key}, in small letters; none where it is not there. */
    List<String> texts(String key, Pattern allowed, String explained) {
        known.add(key);
        var instead = environment.instead(at(key));
        var value = object.get(key);
        var found = instead.map(Section::commaSeparated)
                .orElseGet(() -> value instanceof ConfigList list
                        ? list.stream().map(item -> String.valueOf(item.unwrapped())).toList()
                        : List.of());
        if (instead.isEmpty() && value != null && !(value instanceof ConfigList)) {
            fault(key, "must be a list [ … ] of " + explained);
        }
        for (var text : found) {
            if (!allowed.matcher(text).matches()) {
                fault(key, "must be " + explained + ", was \"" + text + "\"");
                return List.of();
            }
        }
        return found.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    private static List<String> commaSeparated(String text) {
        return Stream.of(COMMA.split(text)).filter(part -> !part.isEmpty()).toList();
    }

    boolean flag(String key, boolean fallback) {
        return Boolean.parseBoolean(text(key, Boolean.toString(fallback),
                Pattern.compile("true|false"), "true or false"));
    }

    /** The object under {@code key}; an empty one when it is not there. */
    Section section(String key) {
        known.add(key);
        var value = object.get(key);
        if (value instanceof ConfigObject inner) {
            return new Section(inner, at(key), environment, faults);
        }
        if (value != null) {
            fault(key, "must be an object { … }");
        }
        return new Section(ConfigFactory.empty().root(), at(key), environment, faults);
    }

    /** The objects in the list under {@code key}, which must be there. */
    List<Section> sections(String key) {
        known.add(key);
        var sections = new ArrayList<Section>();
        if (!(object.get(key) instanceof ConfigList list)) {
            missing(key, "a list [ { … }, … ]");
            return sections;
        }
        for (var item : list) {
            var itemPath = at(key) + "[" + sections.size() + "]";
            if (item instanceof ConfigObject inner) {
                sections.add(new Section(inner, itemPath, environment, faults));
            } else {
                faults.add(new ConfigFault(where(item.origin()), itemPath,
                        "must be an object { … }"));
            }
        }
        return sections;
    }

    /** Notes each key that was not asked for; so call it last. */
    void refuseUnknown() {
        for (var entry : object.entrySet()) {
            if (!known.contains(entry.getKey())) {
                faults.add(new ConfigFault(where(entry.getValue().origin()), at(entry.getKey()),
                        "unknown key" + Nearest.to(entry.getKey(), known)
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("; known here: " + String.join(", ", known))));
            }
        }
    }

    /** Notes that the value under {@code key} will not do. */
    void fault(String key, String message) {
        faults.add(new ConfigFault(whereIs(key), at(key), message));
    }

    /** The place that sets {@code key}: file and line, or environment variable. */
    String whereIs(String key) {
        if (environment.instead(at(key)).isPresent()) {
            return "environment variable " + Environment.nameOf(at(key));
        }
        ConfigValue value = object.get(key);
        return where(value == null ? object.origin() : value.origin());
    }

    private Optional<String> text(String key) {
        known.add(key);
        var instead = environment.instead(at(key));
        if (instead.isPresent()) {
            return instead;
        }
        var value = object.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.valueType() == ConfigValueType.OBJECT
                || value.valueType() == ConfigValueType.LIST
                || value.valueType() == ConfigValueType.NULL) {
            return Optional.of(value.render());
        }
        return Optional.of(String.valueOf(value.unwrapped()));
    }

    private void missing(String key, String allowed) {
        fault(key, "is missing: " + allowed);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String where(ConfigOrigin origin) {
        var file = Optional.ofNullable(origin.filename()).orElse(origin.description());
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }
}
