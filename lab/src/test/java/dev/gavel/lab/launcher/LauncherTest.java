package dev.gavel.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The script {@code gavel}, with stand-ins for all that it calls. */
@Tag("slow")
class LauncherTest {

    private static final String LETTERS = "Schrank Ödön 東京 😀";
    private static final String PATH_WITH_LETTERS = "Gävel 東京 😀 with blanks";

    @TempDir
    Path folder = Path.of("set by JUnit");

    @AfterEach
    void unlink() throws IOException {
        Installation.unlink(folder);
    }

    private Installation installed() throws IOException, InterruptedException {
        return Installation.in(folder, PATH_WITH_LETTERS).jdk("jdk").build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LANG=", "LC_ALL=de_DE.ISO-8859-1",
            "LC_CTYPE=C LANG=C.UTF-8", "LC_ALL=C.UTF-8"})
    void wordsArriveAsTheyWereTypedInAnyLocale(String locale)
            throws IOException, InterruptedException {
        var installation = installed();

        var said = installation.gavel(locale, "create --name '" + LETTERS + "'");

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("words")).contains("\n--name\n" + LETTERS + "\n")
                .contains("-Dgavel.home=" + folder.resolve(PATH_WITH_LETTERS) + "\n");
        if (!locale.equals("LC_ALL=C.UTF-8")) {
            assertThat(installation.text("state")).containsPattern("locale=\\S+(?i:utf-?8)\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=C.UTF-8"})
    void wordsThatAreNoTextAreRefusedRatherThanStoredWithOtherLetters(String locale)
            throws IOException, InterruptedException {
        var installation = installed();

        var said = installation.gavel(locale, "create --name $'Sch\\xf6n'");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).contains("word 3 of the command line is no text in UTF-8");
        assertThat(installation.has("words")).isFalse();
    }

    @Test
    void anInstallationMayBeMovedCopiedAndLinkedTo() throws IOException, InterruptedException {
        var installation = installed();
        installation.bash("""
                mv '%s' elsewhere && rm installed && ln -s elsewhere/gavel link
                cp -r elsewhere copied
                """.formatted(PATH_WITH_LETTERS));

        for (var command : new String[]{"elsewhere/gavel list", "./link list",
                "copied/gavel list"}) {
            assertThat(installation.run("JAVA_HOME=$PWD/jdk", command).code()).isZero();
            var home = folder.resolve(command.startsWith("copied") ? "copied" : "elsewhere");
            assertThat(installation.text("words"))
                    .contains("\n-cp\n" + home.resolve(".gavel/app/one/lib/server.jar") + ":"
                            + home.resolve(".gavel/app/one/lib/gavel.jar") + "\n");
        }
    }

    @Test
    void whereTheInstallationTakesNoFilesTheLauncherWritesElsewhere()
            throws IOException, InterruptedException {
        var installation = Installation.in(folder, "installation").jdk("jdk").build();
        installation.bash("mv installation/.gavel/app . && rm -r installation/.gavel"
                + " && touch installation/.gavel && mkdir state");

        assertThat(installation.gavel("XDG_STATE_HOME=$PWD/state", "list").text())
                .contains("no jars and no sources"); // nothing is shipped with it

        installation.bash("cp -R app/* state/gavel-*/app/");
        var said = installation.gavel("XDG_STATE_HOME=$PWD/state", "list");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("words")).contains("-Dgavel.state=" + folder.resolve("state"));
    }

    @Test
    void aFolderWithAColonInItsNameCanBeStartedFrom() throws IOException, InterruptedException {
        var installation = Installation.in(folder, "a:b").jdk("jdk");
        installation.bash("mkdir state");
        installation.gavel("XDG_STATE_HOME=$PWD/state", "list");
        installation.bash("mv state/gavel-*/app state/built");
        installation.build("state/built").bash("mv state/built \"$(echo state/gavel-*)/app\"");

        assertThat(installation.gavel("XDG_STATE_HOME=$PWD/state", "list").code()).isZero();
        assertThat(installation.text("words"))
                .containsPattern("\n-cp\n[^:\n]*server.jar:[^:\n]*gavel.jar\n");
    }

    @Test
    void somebodyWithoutAHomeGetsOneWhereTheLauncherWrites()
            throws IOException, InterruptedException {
        var installation = installed();

        assertThat(
                installation.run("JAVA_HOME=$PWD/jdk", "env -u HOME installed/gavel list").code())
                .isZero();
        assertThat(installation.text("state")).contains("home=" + folder).contains(".gavel/home\n");
    }

    @Test
    void whatServersWriteIsForTheirUserOnlyAndNothingIsDeserialised()
            throws IOException, InterruptedException {
        var installation = installed();

        assertThat(installation.gavel("GAVEL_HEAP=64m", "server 0").code()).isZero();
        assertThat(installation.text("state")).contains("umask=0077\n");
        assertThat(installation.text("words")).contains("\n-Djdk.serialFilter=!*\n", "\n-Xmx64m\n");

        assertThat(installation.gavel("list").code()).isZero();
        assertThat(installation.text("state")).doesNotContain("umask=0077\n");
        assertThat(installation.text("words")).contains("\n-Djdk.serialFilter=!*\n");
    }

    /** The shell, the demo and what measures are in jars that only follow those of a server. */
    @Test
    void aServerIsStartedWithItsOwnJarsOnly() throws IOException, InterruptedException {
        var installation = installed();

        assertThat(installation.gavel("server 0").code()).isZero();
        assertThat(installation.text("words"))
                .containsPattern("\n-cp\n[^:\n]*/lib/server\\.jar\n")
                .endsWith("\ndev.gavel.server.ServerProgram\nserver\n0\n");

        for (var verb : List.of("list", "cluster status", "bench", "demo", "log")) {
            assertThat(installation.gavel(verb).code()).isZero();
            assertThat(installation.text("words"))
                    .containsPattern("\n-cp\n[^:\n]*/lib/server\\.jar:[^:\n]*/lib/gavel\\.jar\n")
                    .endsWith("\ndev.gavel.cli.Main\n" + verb.replace(' ', '\n') + "\n");
        }
    }

    @Test
    void aBuildOfAnEarlierLauncherIsNotUsed() throws IOException, InterruptedException {
        var installation = Installation.in(folder, PATH_WITH_LETTERS).jdk("jdk").build();
        installation.bash("rm installed/.gavel/app/one/verbs");

        assertThat(installation.gavel("GAVEL_BUILD=never", "server 0").text())
                .contains("no jars and no sources");
    }

    @Test
    void wordsOfNobodyAreLeftToTheCommandLine() throws IOException, InterruptedException {
        var installation = installed();

        assertThat(installation.gavel("tset --yes").code()).isZero();
        assertThat(installation.text("words"))
                .endsWith("\ndev.gavel.cli.Main\ntset\n--yes\n");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # machine MB, line of /proc/self/cgroup, file, its text, heap
            65536, '0::/', '', '', 2g
            24576, '0::/', '', '', 2g
            12288, '0::/', '', '', 1024m
             4096, '0::/', '', '', 768m
             1024, '0::/', '', '', 341m
            65536, '0::/', memory.max, 734003200, 233m
            65536, '0::/', memory.max, max, 2g
             1024, '0::/', memory.max, 68719476736, 341m
            65536, '0::/a.slice/b.service', a.slice/b.service/memory.max, 734003200, 233m
            65536, '0::/a.slice/b.service', a.slice/memory.max, 734003200, 233m
            65536, '0::/a.slice/b.service', a.slice/memory.high, 734003200, 233m
            65536, '0::/docker/0123', memory.max, 734003200, 233m
            65536, '0::/../outside', memory.max, 734003200, 233m
            65536, '9:memory:/docker/0123', memory/docker/0123/memory.limit_in_bytes, 734003200, 233m
            65536, '9:memory:/docker/0123', memory/memory.limit_in_bytes, 734003200, 233m
            65536, '9:memory:/', memory/memory.limit_in_bytes, 9223372036854771712, 2g
            65536, '9:cpu,memory:/x', memory/x/memory.limit_in_bytes, 734003200, 233m
            65536, '9:cpu,cpuacct:/x', memory/x/memory.limit_in_bytes, 734003200, 2g
            """)
    void theHeapFollowsTheSmallerOfMachineAndContainer(int machine, String line, String file,
            String text, String heap) throws IOException, InterruptedException {
        var installation = installed()
                .file("system/proc/meminfo",
                        "MemTotal:  " + machine * 1024L + " kB\nMemFree: 1 kB\n")
                .file("system/proc/self/cgroup", "1:name=systemd:/z\n" + line + "\n");
        if (!file.isEmpty()) {
            installation.file("system/sys/fs/cgroup/" + file, text + "\n");
        }

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "server 0");

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("words")).contains("\n-Xms" + heap + "\n-Xmx" + heap + "\n");
    }

    @Test
    void aServerIsNotStartedWhereItsMemoryWouldNotSuffice()
            throws IOException, InterruptedException {
        var installation = installed().file("system/proc/meminfo", "MemTotal: 8388608 kB\n")
                .file("system/proc/self/cgroup", "0::/\n")
                .file("system/sys/fs/cgroup/memory.max", "209715200\n");

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "server 0");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text())
                .contains("programs here may use 200 MB of memory; a server takes 384 MB at least");
        assertThat(installation.has("words")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1100, 64m, true", "1200, 84m, true", "1536, 151m, false", "2048, 204m, false",
            "65536, '', false"})
    void serversThatAreStartedTogetherShareALittleMemory(int limit, String heap, boolean warned)
            throws IOException, InterruptedException {
        var installation = installed().file("system/proc/meminfo", "MemTotal: 67108864 kB\n")
                .file("system/proc/self/cgroup", "0::/\n")
                .file("system/sys/fs/cgroup/memory.max", ((long) limit << 20) + "\n");

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "cluster start");

        assertThat(said.code()).isZero();
        assertThat(installation.text("state")).contains("heap=" + heap + "\n");
        assertThat(said.text().contains("five servers take some")).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({"demo, 700, five.conf, 5 servers take 1100 MB",
            "cluster start, 700, five.conf, 5 servers take 1100 MB",
            "cluster restart, 300, five.conf, 5 servers take 1100 MB",
            "cluster start, 700, nowhere.conf, 5 servers take 1100 MB",
            "demo --keep, 690, three.conf, 3 servers take 692 MB", "demo, 700, three.conf, ''",
            "cluster start 2, 700, five.conf, ''", "cluster start 0 3, 500, five.conf, ''",
            "cluster start 0 3, 400, five.conf, 2 servers take 488 MB",
            "cluster status, 300, five.conf, ''"})
    void aHouseIsNotStartedWhereItsMemoryWouldNotSuffice(String words, int limit, String config,
            String lacking) throws IOException, InterruptedException {
        var server = "  { id = 0, http-port = 1 }\n";
        var installation = installed().file("system/proc/meminfo", "MemTotal: 67108864 kB\n")
                .file("system/proc/self/cgroup", "0::/\n")
                .file("system/sys/fs/cgroup/memory.max", ((long) limit << 20) + "\n")
                .file("five.conf", "# { id = 9 }\nservers = [\n" + server.repeat(5) + "]\n")
                .file("three.conf", "servers = [" + server.repeat(3).replace('\n', ' ') + "]\n");
        var line = words + " --config " + config;

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", line);

        assertThat(said.code()).as(said.text()).isEqualTo(lacking.isEmpty() ? 0 : 5);
        if (!lacking.isEmpty()) {
            assertThat(said.text()).contains("programs here may use " + limit + " MB of memory; "
                    + lacking + " at least. Give them more, or set GAVEL_HEAP");
            assertThat(installation.has("words")).isFalse();
        }
        assertThat(installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system GAVEL_HEAP=64m", line).code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "-1", "0", "12q", "1g1", "2"})
    void aHeapThatIsNoSizeIsNamed(String size) throws IOException, InterruptedException {
        var said = installed().gavel("GAVEL_HEAP=" + size, "server 0");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).contains("GAVEL_HEAP=" + size + " is no size");
    }

    @Test
    void whatATrainingHasSeenIsKeptForServers() throws IOException, InterruptedException {
        var installation = installed();

        var said = installation.gavel("GAVEL_TRAINING=on", "train");

        assertThat(said.code()).as(said.text()).isZero();
        installation.gavel("server 0");
        assertThat(installation.text("words"))
                .containsPattern("\n-XX:AOTCache=[^\n]*/server-25[^\n]*\\.jsa\n");
    }

    @Test
    void whoAsksWhatTrainingIsIsToldAndNothingIsTrained() throws IOException, InterruptedException {
        var installation = installed();

        var said = installation.gavel("GAVEL_TRAINING=on", "train --help");

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("words")).contains("\nhelp\ntrain\n");
    }

    @Test
    void aTrainingThatWaitsForAnIdleMachineEndsWhenServersStart()
            throws IOException, InterruptedException {
        var installation = installed();
        var file = "installed/.gavel/training.pid";
        try {
            installation.gavel("GAVEL_TRAINING=on", "demo");
            assertThat(installation.text("words")).as("so that it says what goes on")
                    .contains("\n-Dgavel.untrained=true\n");
            await().until(() -> alive(installation.process(file)));
            long first = installation.process(file);

            installation.gavel("GAVEL_TRAINING=on", "demo");
            await().until(() -> !alive(first) && alive(installation.process(file)));
            long second = installation.process(file);

            installation.gavel("GAVEL_TRAINING=on", "server 0");
            await().until(() -> !alive(second));
            assertThat(installation.process(file)).isEqualTo(second);
        } finally {
            ProcessHandle.of(installation.process(file)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean alive(long process) {
        return process != 0 && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void withoutAJdkAndWithoutAYesTheLineToTypeIsSaid() throws IOException, InterruptedException {
        var installation = machineWithApt("openjdk-25-jdk-headless");

        var said = installation.run("", "installed/gavel list");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).contains("no JDK 21 or newer found",
                "apt-get install -y openjdk-25-jdk-headless   (gavel --yes VERB");
        assertThat(installation.has("apt")).isFalse();
    }

    /** Where no list of packages was read yet, it is the first that it would look for. */
    @ParameterizedTest
    @CsvSource({"openjdk-(25|21)-jdk-headless, openjdk-25-jdk-headless",
            "openjdk-21-jdk-headless, openjdk-21-jdk-headless", "temurin-21-jdk, temurin-21-jdk",
            "none, openjdk-25-jdk-headless"})
    void itAdvisesTheJdkThatItWouldInstall(String packages, String advised)
            throws IOException, InterruptedException {
        var installation = machineWithApt(packages);

        var said = installation.run("", "installed/gavel list");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).contains("apt-get install -y " + advised + "   (gavel --yes VERB");
        if (!packages.equals("none")) {
            installation.run("GAVEL_YES=1 GAVEL_JDKS=jvm/25", "installed/gavel list");
            assertThat(installation.text("apt")).contains("install -y -q", " " + advised + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"GAVEL_YES=1, list, list", "GAVEL_YES=no, --yes list, list",
            "GAVEL_YES=no, demo --yes --keep, demo\\n--keep"})
    void withAYesTheJdkIsInstalledAndTheVerbGoesOn(String variable, String words, String passedOn)
            throws IOException, InterruptedException {
        var installation = machineWithApt("openjdk-25-jdk-headless");

        var said = installation.run(variable + " GAVEL_JDKS=jvm/25", "installed/gavel " + words);

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("words"))
                .endsWith(".Main\n" + passedOn.replace("\\n", "\n") + "\n");
        assertThat(said.text()).endsWith("java ran\n");
        assertThat(installation.text("apt"))
                .contains("install -y -q --no-install-recommends openjdk-25-jdk-headless");
    }

    @ParameterizedTest
    @CsvSource({"y, true", "'', true", "n, false", "what?, false"})
    void onATerminalItAsksWhetherToInstall(String answer, boolean installs)
            throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "script(1) differs elsewhere");
        var installation = machineWithApt("openjdk-25-jdk-headless");

        var said = installation.onTerminal("GAVEL_JDKS=jvm/25", "installed/gavel list", answer);

        assertThat(said.text()).contains("gavel: no JDK 21 or newer is here (looked at JAVA_HOME,"
                + " /usr/lib/jvm and PATH). Install one with apt-get? [Y/n] ");
        assertThat(said.code()).as(said.text()).isEqualTo(installs ? 0 : 5);
        assertThat(installation.has("apt")).isEqualTo(installs);
        assertThat(said.text().stripTrailing()).endsWith(installs ? "java ran"
                : "then set JAVA_HOME to its folder.");
    }

    @Test
    void aSystemWithoutAnyJdkIsNamed() throws IOException, InterruptedException {
        var installation = machineWithApt("openjdk-17-jdk-headless")
                .file("system/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");

        var said = installation.run("GAVEL_YES=1 GAVEL_SYSTEM_ROOT=$PWD/system",
                "installed/gavel list");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).contains("Debian GNU/Linux 12 (bookworm) has no package of a JDK");
    }

    @Test
    void testTellsWhatItDoesWithoutAnythingInstalled() throws IOException, InterruptedException {
        var said = machineWithApt("none").run("", "installed/gavel test --help");

        assertThat(said.code()).isZero();
        assertThat(said.text()).contains("Usage: gavel test", "--yes", "--without-page");
    }

    @ParameterizedTest
    @CsvSource({"chromium, chromium", "chromium-headless-shell|chromium, chromium-headless-shell",
            "chromium-browser, chromium-browser"})
    void testInstallsWhatIsMissingAndRunsAllTests(String browsers, String installed)
            throws IOException, InterruptedException {
        var installation = machineWithApt("nodejs|npm|strace|" + browsers).jdk("jdk");
        mavenOf(installation);

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "test --yes -pl client");

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(installation.text("apt"))
                .contains("--no-install-recommends nodejs npm " + installed + " strace");
        assertThat(installation.text("maven")).isEqualTo("-B verify -pl client\n");
        assertThat(said.text()).endsWith("Tests run: 1, Failures: 0\n").doesNotContain("LEFT OUT");
    }

    @Test
    void testFetchesANodeOnceWhereTheSystemsIsTooOld() throws IOException, InterruptedException {
        var installation = machineWithApt("none").jdk("jdk")
                .program("node", "echo v18.19.0\n")
                .program("npm", """
                        echo "$*" >>'%s/npm'
                        while [ "$1" != --prefix ]; do shift; done
                        bin=$2/node_modules/${3%%@*}/bin
                        mkdir -p "$bin" && printf '#!/bin/bash\\necho v22.1.0\\n' >"$bin/node"
                        chmod +x "$bin/node"
                        """.formatted(folder))
                .program("mvn", """
                        case $1 in --version) echo "Apache Maven 3.9.9"; exit ;; esac
                        node --version >>'%s/seen'
                        """.formatted(folder));
        installation.bash("mkdir -p system/usr/bin && ln -s /bin/true system/usr/bin/chromium");

        for (var time = 0; time < 2; time++) {
            var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system",
                    "test --without-strace");
            assertThat(said.code()).as(said.text()).isZero();
            assertThat(said.text()).doesNotContain("LEFT OUT: the tests of the web page");
        }
        assertThat(installation.text("npm")).containsPattern(" node-linux-\\w+@22\n")
                .hasLineCount(1);
        assertThat(installation.text("seen")).isEqualTo("v22.1.0\n".repeat(2));
    }

    @Test
    void testSaysThatTheSystemsNodeIsTooOldAndNoOtherCouldBeHad()
            throws IOException, InterruptedException {
        var installation = machineWithApt("none").jdk("jdk")
                .program("node", "echo v18.19.0\n")
                .program("npm", "exit 1\n");
        mavenOf(installation);
        installation.bash("mkdir -p system/usr/bin && ln -s /bin/true system/usr/bin/chromium");

        var said = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "test --without-strace");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).contains("need Node from 20 on, with npm, and it could not be had"
                + " here: install it, or add --without-page");
        assertThat(installation.has("maven")).isFalse();
    }

    @Test
    void testSaysThatProcessesMayNotBeLookedAt() throws IOException, InterruptedException {
        var installation = machineWithApt("none").jdk("jdk")
                .program("mkfs.ext4", "")
                .program("strace", """
                        echo 'strace: attach: ptrace(PTRACE_SEIZE, 9): Operation not permitted' >&2
                        exit 1
                        """);
        mavenOf(installation);

        var said = installation.gavel("test --without-page");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).isEqualTo("gavel: strace may not look at other processes here: be"
                + " root, or type sysctl kernel.yama.ptrace_scope=0 (in a container:"
                + " --cap-add=SYS_PTRACE), or add --without-strace\n");
        assertThat(installation.has("maven")).isFalse();
    }

    @Test
    void testThatFailsInMavenFails() throws IOException, InterruptedException {
        var installation = machineWithApt("none").jdk("jdk");
        mavenOf(installation);

        var said = installation.gavel("MAVEN_FAILS=yes",
                "test --yes --without-page --without-strace");

        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void testsAreLeftOutOnlyWhenToldAndThenSaid() throws IOException, InterruptedException {
        var installation = machineWithApt("none").jdk("jdk");
        mavenOf(installation);

        var without = installation.gavel("GAVEL_SYSTEM_ROOT=$PWD/system", "test");
        assertThat(without.code()).isEqualTo(5);
        assertThat(without.text()).contains("nodejs npm chromium strace", "--without-page");
        assertThat(installation.has("maven")).isFalse();

        var with = installation.gavel("test --without-page --without-strace");
        assertThat(with.code()).as(with.text()).isZero();
        assertThat(installation.text("maven")).contains("-DskipPageTests",
                "-Dit.test=!SyncedBeforeAnsweredIT");
        assertThat(with.text()).contains("LEFT OUT: the tests of the web page")
                .contains("LEFT OUT: the test that a bid is on the disks");

        assertThat(installation.gavel("test --without-pages").code()).isEqualTo(2);
    }

    @Test
    void aBuildFollowsItsSourcesAndNotTheirDates() throws IOException, InterruptedException {
        var installation = withSources();
        mavenOf(installation);

        assertThat(installation.gavel("list").text()).contains("built in").endsWith("java ran\n");
        assertThat(installation.text("words"))
                .containsPattern(
                        "lib/platform-server-1.jar:[^\n]*lib/wire-1.jar:[^\n]*lib/x-2.jar:[^\n]*lib/lab-1.jar\n");
        assertThat(installation.gavel("list").text()).isEqualTo("java ran\n");
        installation.bash("sleep 1; touch installation/wire/src/main/x");
        assertThat(installation.gavel("list").text()).isEqualTo("java ran\n");
        installation.bash("echo 2 >installation/wire/src/main/x");
        assertThat(installation.gavel("list").text()).contains("built in");
        assertThat(installation.gavel("list").text()).isEqualTo("java ran\n");
        installation.bash("rm installation/wire/src/main/x");
        assertThat(installation.gavel("list").text()).contains("built in");
    }

    /** A launcher beside sources, and what a build of them refers to; no Maven. */
    private Installation withSources() throws IOException, InterruptedException {
        return Installation.in(folder, "installation")
                .jdk("jdk")
                .file("manifest", "Class-Path: dev/gavel/wire/1/wire-1.jar or\r\n g/x/2/x-2.jar\r\n"
                        + "Local-Repository: " + folder + "/repository\r\n\r\n")
                .jarOf("manifest")
                .file("repository/org/x/2/x-2.jar", "x")
                .file("installation/pom.xml", "<project/>")
                .file("installation/.mvn/jvm.config", "-Xmx1g")
                .file("installation/wire/pom.xml", "<project/>")
                .file("installation/wire/src/main/x", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3.6.3"})
    void whereMavenIsMissingOrTooOldTheWrapperBuildsAndTheVerbGoesOn(String version)
            throws IOException, InterruptedException {
        var installation = withSources().file("installation/mvnw", maven());
        if (!version.isEmpty()) {
            installation.program("mvn", "echo Apache Maven " + version + "\n");
        }

        var said = installation.gavel("list");

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("built in").endsWith("java ran\n");
        assertThat(installation.text("maven")).contains(" -Plaunch ").hasLineCount(1);
        assertThat(installation.text("words"))
                .containsPattern("lib/platform-server-1.jar:[^\n]*lib/wire-1.jar")
                .endsWith(".cli.Main\nlist\n");
    }

    @Test
    void aBuildThatFailsSaysWhy() throws IOException, InterruptedException {
        var installation = Installation.in(folder, "installation").jdk("jdk");
        mavenOf(installation);
        installation.file("installation/pom.xml", "<project/>");

        var said = installation.gavel("MAVEN_FAILS=yes", "list");

        assertThat(said.code()).isEqualTo(5);
        assertThat(said.text()).contains("[ERROR] no network", "the build failed, see");
    }

    @Test
    void withoutNetworkTheBuildSaysWhatCouldNotBeFetchedAndFromWhere()
            throws IOException, InterruptedException {
        var installation = Installation.in(folder, "installation")
                .jdk("jdk")
                .file("installation/pom.xml", "<project/>")
                .file("installation/mvnw",
                        """
                                echo 'Exception in thread "main" java.net.UnknownHostException: example.org' >&2
                                echo '    at Downloader.main(Downloader.java:10)' >&2
                                exit 1
                                """);

        var wrapper = installation.gavel("list");
        installation.program("mvn",
                """
                        [ "$1" != --version ] || { echo "Apache Maven 3.9.9"; exit 0; }
                        echo '[ERROR] Could not transfer artifact a:b:pom:1 from/to central (https://mirror.test/m2)'
                        exit 1
                        """);
        var maven = installation.gavel("list");

        assertThat(wrapper.text()).contains(
                "nothing could be fetched from https://repo.maven.apache.org/",
                "is there a network?").doesNotContain("Exception", "at Downloader");
        assertThat(maven.text()).contains("nothing could be fetched from https://mirror.test/")
                .doesNotContain("ERROR");
        assertThat(List.of(wrapper.code(), maven.code())).containsOnly(5);
    }

    /** A machine that has what {@code packages}, a pattern, match, but no JDK. */
    private Installation machineWithApt(String packages) throws IOException, InterruptedException {
        return Installation.in(folder, "installation")
                .jdk("later")
                .build()
                .program("id", "echo 0\n")
                // tells more after the version, as the real one does, also to one that has read enough
                .program("apt-cache", "[[ $2 =~ ^(" + packages + ")$ ]] && echo Version: 1"
                        + " && sleep 0.05 && printf '%s\\n' {1..20000}\n")
                .program("apt-get",
                        """
                                cd '%s'
                                echo "$*" >>apt
                                mkdir -p jvm && cp -R later jvm/25
                                case $* in *nodejs*)
                                    printf '#!/bin/bash\\necho v20.1.0\\n' >bin/node
                                    printf '#!/bin/bash\\n' >bin/npm
                                    mkdir -p system/usr/bin && printf '#!/bin/bash\\n' >system/usr/bin/chromium
                                    printf '#!/bin/bash\\necho attached\\n' >bin/strace
                                    chmod +x bin/node bin/npm system/usr/bin/chromium bin/strace ;;
                                esac
                                """
                                .formatted(folder));
    }

    private void mavenOf(Installation installation) throws IOException {
        installation.program("mvn", maven());
    }

    private String maven() {
        return """
                case $1 in --version) echo "Apache Maven 3.9.9 (x)"; exit ;; esac
                echo "$*" >>'%s/maven'
                [ -z "${MAVEN_FAILS:-}" ] || { echo "[ERROR] no network"; exit 1; }
                case $* in *launch*)
                    mkdir -p lab/target platform-server/target wire/target
                    touch lab/target/lab-1.jar platform-server/target/platform-server-1.jar wire/target/wire-1.jar ;;
                *) echo "Tests run: 1, Failures: 0" ;;
                esac
                """
                .formatted(folder);
    }
}
