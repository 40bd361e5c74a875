package dev.gavel.lab.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a folder of its own, with what it calls replaced as a test likes: its
 * programs are looked for in {@code bin} first. Commands are bash scripts, so that they hold any bytes
 * whatever the locale of the tests is.
 */
final class Installation {

    private static final int PATIENCE_SECONDS = 120;
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    /** What the launcher may call besides bash's own words; no java, no mvn, no apt-get. */
    private static final String TOOLS = "bash sh cat chmod chrt cksum cp cut date dirname env false find"
            + " flock grep head iconv id ls locale mkdir mktemp mv nice nproc printf pwd readlink rm sed"
            + " setsid sleep sort stat tail tar timeout touch tr true uname xargs";

    private final Path folder;
    private final Path home;

    /**
     * What a command came to.
     *
     * @param code exit code
     * @param text what it said, on stdout and stderr
     */
    record Said(int code, String text) {}

    private Installation(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
    }

    /**
     * Copies the launcher.
     *
     * @param folder for this and all that belongs to it
     * @param name path of the installation in it, in UTF-8
     */
    static Installation in(Path folder, String name) throws IOException, InterruptedException {
        var installation = new Installation(folder, folder.resolve("home"));
        Files.createDirectories(installation.home);
        Files.createDirectories(folder.resolve("bin"));
        installation
                .bash("""
                        mkdir -p '%1$s' && cp -R '%2$s/gavel' '%2$s/launch' '%2$s/conf' '%1$s/'
                        for tool in %3$s; do
                            place=$(PATH=/usr/bin:/bin:/usr/sbin:/sbin type -P $tool) && ln -s "$place" bin/$tool
                        done
                        ln -s '%1$s' installed
                        """
                        .formatted(name, REPOSITORY, TOOLS));
        return installation;
    }

    /** Takes away what a test's folder links to outside of it, before JUnit deletes the folder. */
    static void unlink(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    /** Puts a program where the launcher finds it; {@code script} is bash. */
    Installation program(String name, String script) throws IOException {
        var file = folder.resolve("bin").resolve(name);
        Files.deleteIfExists(file);
        return script(file, script);
    }

    /** Writes a file of ours, {@code path} within {@link #folder}. */
    Installation file(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** What a file of ours holds. */
    String text(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    /** The process whose number a file of ours holds, once it is there; 0 before. */
    long process(String path) throws IOException {
        return has(path) && !text(path).isBlank() ? Long.parseLong(text(path).strip()) : 0;
    }

    boolean has(String path) {
        return Files.exists(folder.resolve(path));
    }

    /**
     * A JDK whose java writes its words to {@code words}, one a line, and more to {@code state}. A
     * training starts a server, as the real one does, and what is to be seen or kept of it is written.
     */
    Installation jdk(String place) throws IOException {
        file(place + "/release", "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
        script(folder.resolve(place + "/bin/java"), """
                printf '%%s\\n' "$@" >'%1$s/words'
                { echo "locale=${LC_ALL:-}"; echo "home=${HOME:-}"; echo "umask=$(umask)"
                  echo "heap=${GAVEL_HEAP:-}"; } >'%1$s/state'
                case " $* " in *.Main" train "*) GAVEL_TRAIN=yes installed/gavel server 0 ;; esac
                for word in "$@"; do
                    case $word in
                    -XX:AOTMode=record) mode=record ;;
                    -XX:AOTConfiguration=*) [ "${mode:-}" != record ] || touch "${word#*=}" ;;
                    -XX:AOTCache=*.new) touch "${word#*=}" ;;
                    esac
                done
                echo "java ran"
                """.formatted(folder));
        script(folder.resolve(place + "/bin/javac"), "exit 0\n");
        return script(folder.resolve(place + "/bin/jar"), "exit 0\n");
    }

    /** Makes the JDK's jar unpack {@code manifest}, a file of ours, whatever it is asked. */
    Installation jarOf(String manifest) throws IOException {
        return script(folder.resolve("jdk/bin/jar"), "mkdir -p META-INF && cp '"
                + folder.resolve(manifest) + "' META-INF/MANIFEST.MF\n");
    }

    /** A build beside the launcher, of one jar for a server and one more for all else. */
    Installation build() throws IOException, InterruptedException {
        return build("installed/.gavel/app");
    }

    /** As the other, in {@code apps}, a folder within ours. */
    Installation build(String apps) throws IOException, InterruptedException {
        bash("""
                mkdir -p '%1$s'/one/lib
                cd '%1$s'
                echo one >current
                echo server.jar >one/classpath.server
                printf '%%s\\n' server.jar gavel.jar >one/classpath
                cat '%2$s'/*/src/main/launch/verbs >one/verbs
                touch one/lib/server.jar one/lib/gavel.jar one/built
                """.formatted(apps, REPOSITORY));
        return this;
    }

    /** A build beside the launcher, of what runs this test. */
    Installation buildOfThisTest() throws IOException, InterruptedException {
        var script = new StringBuilder(
                "mkdir -p installed/.gavel/app/one/lib && cd installed/.gavel/app\n")
                .append("echo one >current && touch one/built\n");
        int number = 0;
        for (var entry : System.getProperty("java.class.path").split(":", -1)) {
            if (!entry.isEmpty()) {
                script.append("ln -s '%s' one/lib/%d.jar && echo %d.jar >>one/classpath%n"
                        .formatted(entry, ++number, number));
            }
        }
        script.append("cp one/classpath one/classpath.server && cat '")
                .append(REPOSITORY)
                .append("'/*/src/main/launch/verbs >one/verbs\n");
        bash(script.toString());
        return this;
    }

    /** Runs the launcher from {@code installed}; {@code words} are bash. */
    Said gavel(String words) throws IOException, InterruptedException {
        return run("JAVA_HOME='%s/jdk' ".formatted(folder), "installed/gavel " + words);
    }

    /** As the other, with variables before it, such as {@code LC_ALL=C}. */
    Said gavel(String variables, String words) throws IOException, InterruptedException {
        return run("JAVA_HOME='%s/jdk' ".formatted(folder) + variables, "installed/gavel " + words);
    }

    /** Runs a command with nothing in its environment but {@code variables} and our programs. */
    Said run(String variables, String command) throws IOException, InterruptedException {
        return start(environment(variables) + command + "\n");
    }

    private String environment(String variables) {
        return "exec env -i HOME='%s' PATH='%s/bin' GAVEL_TRAINING=off GAVEL_JDKS= %s "
                .formatted(home, folder, variables);
    }

    /**
     * As {@link #run}, on a terminal on which {@code answer} is typed.
     *
     * @return what is to be seen there, with the terminal's ends of lines
     */
    Said onTerminal(String variables, String command, String answer)
            throws IOException, InterruptedException {
        file("answer", answer + "\n");
        file("command", environment(variables) + command);
        return start("exec /usr/bin/script -qec 'bash command' /dev/null <answer\n");
    }

    /** Runs a script in our folder, which must succeed; what it said. */
    String bash(String script) throws IOException, InterruptedException {
        var said = start("set -e\n" + script);
        if (said.code() != 0) {
            throw new AssertionError(said + " of " + script);
        }
        return said.text();
    }

    private Said start(String script) throws IOException, InterruptedException {
        var file = Files.writeString(Files.createTempFile(folder, "run", ".sh"), script);
        var out = Files.createTempFile(folder, "run", ".out");
        var process = new ProcessBuilder("/bin/bash", file.toString()).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("not over after " + PATIENCE_SECONDS + " s: " + script
                    + Files.readString(out));
        }
        return new Said(process.exitValue(),
                new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
    }

    private Installation script(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }
}
