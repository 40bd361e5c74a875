package dev.gavel.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What figures were measured on and with, as far as one who repeats them should know. */
final class SetUp {

    /** Told by the launcher, which decides it for servers too. */
    private static final String HEAP = "gavel.server-heap";

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final String cpu = line("/proc/cpuinfo", "model name");
    private final long memoryGib = Math.round(
            Long.parseLong("0" + line("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                    / (double) (1 << 20));
    private final String jdk = Runtime.version().toString();
    private final String heap = System.getProperty(HEAP, "unknown");
    private final String revision = revision();

    /** With all of it. */
    Result in(Result result) {
        return result.with("cores", cores)
                .with("cpu", cpu)
                .with("memoryGib", memoryGib)
                .with("jdk", jdk)
                .with("serverHeap", heap)
                .with("revision", revision);
    }

    private static String line(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .map(text -> text.replaceAll("[\"\\\\]", ""))
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** As git tells, with a word where files were changed since; else the version of the jar. */
    private static String revision() {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty=+changes",
                    "--exclude=*").directory(
                            Path.of(System.getProperty("gavel.home", "."))
                                    .toFile())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(git.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8).strip();
            if (git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0) {
                return said;
            }
        } catch (IOException e) {
            // no git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(SetUp.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
