package dev.gavel.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes have used, as Linux' /proc tells. */
final class Processes {

    /** Ticks per second of the times in /proc, on every Linux of today. */
    private static final long TICKS_PER_SECOND = 100;

    private Processes() {}

    /** CPU time of all of them together, in microseconds; those that are gone count nothing. */
    static long cpuMicros(List<Long> pids) {
        var ticks = 0L;
        for (var pid : pids) {
            var stat = read("/proc/" + pid + "/stat");
            if (!stat.isEmpty()) {
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return ticks * (1_000_000 / TICKS_PER_SECOND);
    }

    /** Largest resident memory among them, in MiB. */
    static long mostMemoryMib(List<Long> pids) {
        return pids.stream()
                .mapToLong(pid -> read("/proc/" + pid + "/status").lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                        .sum())
                .max()
                .orElse(0);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException gone) {
            return "";
        }
    }
}
