package dev.gavel.client.cli;

import picocli.CommandLine;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Verbs that run servers or measure them: other programs than this one, told of by {@code help}. */
public interface ToolProvider {

    /** The verbs by name. */
    Map<String, Supplier<CommandLine>> tools();

    /** Those of all that are installed beside this program. */
    static Map<String, Supplier<CommandLine>> all() {
        var all = new TreeMap<String, Supplier<CommandLine>>();
        ServiceLoader.load(ToolProvider.class).forEach(each -> all.putAll(each.tools()));
        return all;
    }
}
