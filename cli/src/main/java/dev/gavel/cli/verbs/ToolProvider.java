package dev.gavel.cli.verbs;

import java.util.Map;
import java.util.function.Supplier;

/** Brings verbs that run, read or measure servers into the tree of {@link ToolTree}. */
public interface ToolProvider {

    /** The verbs by name, each as picocli takes one; made when it is looked at, and not before. */
    Map<String, Supplier<Object>> tools();
}
