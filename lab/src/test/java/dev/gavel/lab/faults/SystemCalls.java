package dev.gavel.lab.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What processes asked of the system, in the words of {@code strace}: writes, sends and syncs. */
final class SystemCalls {

    private static final String WHICH = "trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,"
            + "fsync,fdatasync,sync_file_range,msync";
    /** Makes the disks slow, in microseconds: who does not wait for them is found out. */
    private static final String SLOW_DISKS = "inject=fsync,fdatasync:delay_enter=20000";
    /** Longer than a bid is in the log, and than the answer to it is on the wire. */
    private static final String BYTES_SHOWN = "4096";
    private static final String WHAT_IT_TAKES = "this test reads system calls: it takes strace (apt-get install strace) and the "
            + "right to attach to processes (root, or the sysctl kernel.yama.ptrace_scope=0; in a container "
            + "also --cap-add=SYS_PTRACE)";
    private static final Pattern ATTACHED = Pattern
            .compile("Process \\d+ attached with \\d+ threads");
    /** Thread, time, and the call as far as it was known when the line was written. */
    private static final Pattern BEGUN = Pattern
            .compile("(\\d+) +(\\d+)\\.(\\d{6}) (\\w+)\\((.*)");
    private static final Pattern RESUMED = Pattern
            .compile("(\\d+) +(\\d+)\\.(\\d{6}) <\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern RETURNED = Pattern
            .compile("\\) += (-?\\d+).*?(?: <(\\d+)\\.(\\d{6})>)?$");
    private static final Pattern LOG_FILE = Pattern.compile("\\d+<([^>]*/log_inprogress_\\d+)>");
    private static final String UNFINISHED = " <unfinished ...>";
    /** Of a call that was under way when the trace ended. */
    private static final String DETACHED = " <detached ...>";

    private final List<Call> calls;

    private SystemCalls(List<Call> calls) {
        this.calls = calls;
    }

    /**
     * One call, in microseconds of the system's clock.
     *
     * @param ended {@link Long#MAX_VALUE} where it had not returned when the trace ended
     * @param result what it returned; below zero where it failed or had not returned
     */
    private record Call(String name, String arguments, long began, long ended, long result) {

        Optional<String> logFile() {
            var matcher = LOG_FILE.matcher(arguments);
            return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        boolean isSync() {
            return name.equals("fsync") || name.equals("fdatasync");
        }
    }

    /** Of {@code strace -f -ttt -T -y}. */
    static SystemCalls parse(Collection<String> lines) {
        var calls = new ArrayList<Call>();
        var unfinished = new HashMap<String, Call>();
        for (var line : lines) {
            var resumed = RESUMED.matcher(line);
            var begun = BEGUN.matcher(line);
            if (resumed.matches()) {
                var call = unfinished.remove(resumed.group(1));
                var returned = RETURNED.matcher(resumed.group(4));
                if (call != null && returned.find()) {
                    calls.add(new Call(call.name(), call.arguments(), call.began(),
                            micros(resumed.group(2), resumed.group(3)),
                            Long.parseLong(returned.group(1))));
                }
            } else if (begun.matches()) {
                var began = micros(begun.group(2), begun.group(3));
                var call = new Call(begun.group(4), begun.group(5), began, Long.MAX_VALUE, -1);
                var returned = RETURNED.matcher(call.arguments());
                if (call.arguments().endsWith(UNFINISHED)
                        || call.arguments().endsWith(DETACHED)) {
                    unfinished.put(begun.group(1), call);
                } else if (returned.find() && returned.group(2) != null) {
                    calls.add(new Call(call.name(), call.arguments(), began,
                            began + micros(returned.group(2), returned.group(3)),
                            Long.parseLong(returned.group(1))));
                }
            }
        }
        calls.addAll(unfinished.values());
        return new SystemCalls(calls);
    }

    private static long micros(String seconds, String micros) {
        return Long.parseLong(seconds) * 1_000_000 + Long.parseLong(micros);
    }

    /** When somebody began to send bytes that hold all of {@code texts}, first; not into a log. */
    OptionalLong firstSent(String... texts) {
        return calls.stream()
                .filter(call -> call.logFile().isEmpty() && holds(call, texts))
                .mapToLong(Call::began)
                .min();
    }

    /**
     * Files of the log into which bytes with {@code text} were written, and that were synced
     * afterwards, with success, before {@code moment}.
     */
    Set<String> logsSynced(String text, long moment) {
        Map<String, Long> written = new HashMap<>();
        calls.stream()
                .filter(call -> !call.isSync() && call.result() > 0 && holds(call, text))
                .forEach(call -> call.logFile()
                        .ifPresent(file -> written.merge(file, call.ended(), Math::min)));
        var synced = new HashSet<String>();
        calls.stream()
                .filter(call -> call.isSync() && call.result() == 0 && call.ended() < moment)
                .forEach(call -> call.logFile()
                        .filter(file -> written.getOrDefault(file, Long.MAX_VALUE) <= call.began())
                        .ifPresent(synced::add));
        return synced;
    }

    private static boolean holds(Call call, String... texts) {
        for (var text : texts) {
            if (!call.arguments().contains(text.replace("\"", "\\\""))) {
                return false;
            }
        }
        return true;
    }

    /** A trace that is being written; {@link #end} lets the processes go and reads it. */
    static final class Recording implements AutoCloseable {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final Process strace;
        private final Path trace;
        private final Path said;

        private Recording(Process strace, Path trace, Path said) {
            this.strace = strace;
            this.trace = trace;
            this.said = said;
        }

        /**
         * Returns when all threads of all processes are under watch.
         *
         * @throws AssertionError where this machine does not allow it
         */
        static Recording of(Collection<Long> pids, Path folder)
                throws IOException, InterruptedException {
            var trace = folder.resolve("trace");
            var said = folder.resolve("strace.err");
            var words = new ArrayList<>(List.of("strace", "-f", "-ttt", "-T", "-y", "-s",
                    BYTES_SHOWN, "-e", WHICH, "-e", SLOW_DISKS, "-e", "signal=none", "-o",
                    trace.toString()));
            pids.forEach(pid -> words.addAll(List.of("-p", "" + pid)));
            try {
                var recording = new Recording(new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start(), trace, said);
                recording.awaitAttached(pids.size());
                return recording;
            } catch (IOException e) {
                throw new AssertionError(WHAT_IT_TAKES + "; " + e.getMessage(), e);
            }
        }

        private void awaitAttached(int processes) throws IOException, InterruptedException {
            var until = System.nanoTime() + PATIENCE.toNanos();
            while (ATTACHED.matcher(Files.readString(said)).results().count() < processes) {
                if (strace.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
                    close();
                    throw new AssertionError(
                            WHAT_IT_TAKES + "; it said: " + Files.readString(said));
                }
            }
        }

        SystemCalls end() throws IOException, InterruptedException {
            strace.destroy(); // it lets go of the processes, and writes what it still has
            if (!strace.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("strace does not end");
            }
            return parse(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() {
            strace.destroyForcibly();
        }
    }
}
