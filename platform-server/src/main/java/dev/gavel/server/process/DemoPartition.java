package dev.gavel.server.process;

import dev.gavel.raft.Partition;
import dev.gavel.server.config.DemoAddress;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Which servers are cut off, as the demonstration tells a server that it started, over that process's
 * standard input. Nobody else holds the other end of it; and a server that no demonstration started does
 * not listen.
 */
public final class DemoPartition {

    private static final String WORDS = "cut-off:";
    private static final Partition OF_THIS_PROCESS = new Partition();
    private static final boolean LISTENS = DemoAddress.given().isPresent();

    private DemoPartition() {}

    /** What this process was told; nobody is cut off outside of a demonstration. */
    public static Partition ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** The line that tells a server that these are cut off, and no others. */
    public static String line(Collection<Integer> ids) {
        return WORDS + ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static void heard(String line) {
        if (LISTENS) {
            tell(OF_THIS_PROCESS, line);
        }
    }

    /** Lets {@code line} have its effect; one that is not such a line has none. */
    public static void tell(Partition partition, String line) {
        if (line.matches(WORDS + "([0-9]{1,3}(,[0-9]{1,3})*)?")) {
            partition.cutOff(Arrays.stream(line.substring(WORDS.length()).split(",", -1))
                    .filter(id -> !id.isEmpty())
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet()));
        }
    }
}
