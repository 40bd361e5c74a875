package dev.gavel.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gavel.cli.servers.AnotherUser;
import dev.gavel.client.JsonObject;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.process.Failures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

class CertsCommandTest {

    private static final String SERVERS = """
            { id = 0, host = 127.0.0.1, http-port = 1, client-port = 2, raft-port = 3 }
            { id = 1, host = 10.7.0.1, http-port = 1, client-port = 2, raft-port = 3 }
            { id = 2, host = "fd00::2", http-port = 1, client-port = 2, raft-port = 3 }
            """;
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private final Instant start = Instant.now();
    private Instant now = start;
    private Path config = Path.of("set below");
    private Path certs = Path.of("set below");

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void configure() throws IOException {
        config = configure("house", "gavel", SERVERS);
        certs = config.resolveSibling("certs");
    }

    private Path configure(String where, String house, String servers) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve(where)).resolve("gavel.conf"),
                "cluster = " + house + "\nlet-anyone-on-the-network-act-under-any-name = true\n"
                        + "also-known-as = [auctions.example.com]\nservers = [\n" + servers
                        + "]\n");
    }

    private Ended run(String line) {
        return run(config, line);
    }

    private Ended run(Path of, String line) {
        var out = new StringWriter();
        var err = new StringWriter();
        var words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        words.add("--config=" + of);
        var code = Failures.applyTo(
                new CommandLine(new CertsCommand(Clock.fixed(now, ZoneOffset.UTC))))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private Ended done(String line) {
        var ended = run(line);
        assertThat(ended.code()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended;
    }

    private void refused(String line, int code, String sentence) {
        var ended = run(line);
        assertThat(ended.code()).as(ended.toString()).isEqualTo(code);
        assertThat(ended.err()).startsWith("gavel: ").contains(sentence).hasLineCount(1);
        assertThat(ended.out()).isEmpty();
    }

    private BigInteger serial(String name) throws IOException, GeneralSecurityException {
        return Handshake.certificate(certs, name).getSerialNumber();
    }

    private LocalDate in(Duration time) {
        return LocalDate.ofInstant(now.plus(time), ZoneOffset.UTC);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void makesTheRootAndAllServersInOneGo() throws Exception {
        var ended = done("init");

        try (var files = Files.list(certs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.crt", "ca.key", "server-0.crt", "server-0.key",
                            "server-1.crt", "server-1.key", "server-2.crt", "server-2.key");
        }
        assertThat(ended.out()).startsWith("made in " + certs + ", for the house \"gavel\":\n"
                + "  the root: until " + in(Authority.ROOT_LASTS) + "\n"
                + "  server 0: until " + in(Authority.LASTS)
                + ", for 127.0.0.1, localhost, ::1, auctions.example.com\n")
                .contains("  gavel certs operator NAME --config " + config);
    }

    @Test
    void keysAreTheirOwnersAlone() throws Exception {
        done("init");
        done("operator ann");

        assertThat(mode(certs)).isEqualTo("rwx------");
        for (var name : List.of("ca", "server-0", "server-2", "operator-ann")) {
            assertThat(mode(certs.resolve(name + ".key"))).isEqualTo("rw-------");
            assertThat(mode(certs.resolve(name + ".crt"))).startsWith("rw-");
        }
        Files.setPosixFilePermissions(certs, PosixFilePermissions.fromString("rwxr-xr-x"));
        done("operator bob");
        assertThat(mode(certs)).isEqualTo("rwx------");
    }

    @Test
    void certificatesSayWhoseTheyAreAndWhatTheyAreFor() throws Exception {
        done("init");
        done("operator ann");

        var root = Handshake.certificate(certs, "ca");
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getPublicKey().getAlgorithm()).isEqualTo("EC");
        var server = Handshake.certificate(certs, "server-2");
        assertThat(server.getSubjectAlternativeNames()).containsExactlyInAnyOrder(
                List.of(6, "gavel://gavel/server/2"), List.of(7, "fd00:0:0:0:0:0:0:2"),
                List.of(2, "auctions.example.com"));
        assertThat(server.getBasicConstraints()).isNegative();
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1",
                "1.3.6.1.5.5.7.3.2");
        assertThat(Duration.between(now, server.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(90).minusSeconds(1), Duration.ofDays(90));
        server.verify(root.getPublicKey());
        var operator = Handshake.certificate(certs, "operator-ann");
        assertThat(operator.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "gavel://gavel/operator/ann"));
        assertThat(operator.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @ParameterizedTest
    @CsvSource({"operator-ann, server-0, localhost", "operator-ann, server-0, 127.0.0.1",
            "server-1, server-0, 127.0.0.1", "server-0, server-1, 10.7.0.1",
            "server-0, server-2, auctions.example.com"})
    void programsShakeHandsBothWays(String client, String server, String host) throws Exception {
        done("init");
        done("operator ann");

        var session = Handshake.between(certs, client, certs, server, host);
        assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session.getPeerCertificates()[0])
                .isEqualTo(Handshake.certificate(certs, server));
    }

    @Test
    void programsRefuseAnotherRootAnotherHostAndAnOperatorThatServes() throws Exception {
        done("init");
        done("operator ann");
        var stranger = configure("other", "gavel", SERVERS);
        assertThat(run(stranger, "init").code()).isZero();
        var others = stranger.resolveSibling("certs");

        for (var both : List.of(List.of(certs, others), List.of(others, certs))) {
            assertThatThrownBy(() -> Handshake.between(both.getFirst(), "server-1",
                    both.getLast(), "server-0", "localhost")).isInstanceOf(IOException.class);
        }
        // a stranger that trusts our root, but shows what its own root issued
        Files.copy(certs.resolve("ca.crt"), Files.createDirectories(folder.resolve("spy"))
                .resolve("ca.crt"));
        Files.copy(others.resolve("server-1.crt"), folder.resolve("spy/server-1.crt"));
        Files.copy(others.resolve("server-1.key"), folder.resolve("spy/server-1.key"));
        assertThatThrownBy(() -> Handshake.between(folder.resolve("spy"), "server-1", certs,
                "server-0", "localhost")).isInstanceOf(IOException.class);
        assertThatThrownBy(
                () -> Handshake.between(certs, "operator-ann", certs, "server-1", "localhost"))
                .hasMessageContaining("localhost");
        assertThatThrownBy(
                () -> Handshake.between(certs, "server-1", certs, "operator-ann", "localhost"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void opensslTakesThemByItsStrictRules() throws Exception {
        assumeTrue(Files.isExecutable(OPENSSL), "openssl is not installed");
        done("init");
        done("operator ann");

        for (var purpose : List.of("sslserver server-1", "sslclient server-1",
                "sslclient operator-ann")) {
            var words = purpose.split(" ", -1);
            var openssl = new ProcessBuilder(OPENSSL.toString(), "verify", "-x509_strict",
                    "-check_ss_sig", "-CAfile", certs.resolve("ca.crt").toString(), "-purpose",
                    words[0], certs.resolve(words[1] + ".crt").toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(openssl.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(openssl.exitValue()).as(said).isZero();
        }
    }

    @Test
    void keepsARootThatIsThereUnlessToldOtherwise() throws Exception {
        done("init");
        done("operator ann");
        var root = serial("ca");
        refused("init", ExitCodes.REFUSED, certs.resolve("ca.crt") + " is there already. To make a"
                + " root and certificates in the place of those in " + certs
                + ", type: gavel certs init --replace --config " + config);
        assertThat(serial("ca")).isEqualTo(root);

        assertThat(done("init --replace").out()).contains(
                "  of the old root, until gavel certs renew --config " + config
                        + " makes them anew: operator ann");
        assertThat(serial("ca")).isNotEqualTo(root);
        assertThat(run("show").out()).containsPattern("operator ann .* of another root");
        assertThat(done("renew").out()).startsWith("operator ann: until ").hasLineCount(1);
        assertThat(done("show").out()).doesNotContain("root,", "another");
    }

    @Test
    void keepsWhatOthersIssuedWhereThereIsNoRoot() throws Exception {
        done("init");
        Files.delete(certs.resolve("ca.crt"));
        Files.delete(certs.resolve("ca.key"));
        refused("init", ExitCodes.REFUSED, certs.resolve("server-0.crt") + " is there already");
    }

    @Test
    void renewsWhatEndsSoonUnderTheSameRoot() throws Exception {
        done("init");
        now = start.plus(Duration.ofDays(10));
        done("operator ann");
        assertThat(done("renew").out()).startsWith("there is nothing to renew: the first"
                + " certificate ends on " + in(Duration.ofDays(80)));

        now = start.plus(Duration.ofDays(61));
        var root = serial("ca");
        var server = serial("server-0");
        var operator = serial("operator-ann");
        assertThat(run("show").out()).containsPattern("server 0 .* ends soon");
        assertThat(done("renew").out()).hasLineCount(3)
                .startsWith("server 0: until " + in(Authority.LASTS))
                .doesNotContain("operator");
        assertThat(serial("server-0")).isNotEqualTo(server);
        assertThat(serial("operator-ann")).isEqualTo(operator);
        assertThat(serial("ca")).isEqualTo(root);
        assertThat(done("renew --all").out()).hasLineCount(4);
        assertThat(serial("operator-ann")).isNotEqualTo(operator);
        Handshake.certificate(certs, "server-0")
                .verify(Handshake.certificate(certs, "ca").getPublicKey());
    }

    @Test
    void noCertificateOutlivesTheRoot() throws Exception {
        done("init");
        now = start.plus(Authority.ROOT_LASTS).minus(Duration.ofDays(10));
        done("renew");
        assertThat(Handshake.certificate(certs, "server-0").getNotAfter())
                .isEqualTo(Handshake.certificate(certs, "ca").getNotAfter());
        now = start.plus(Authority.ROOT_LASTS).plus(Duration.ofDays(1));
        refused("operator ann", ExitCodes.REFUSED, "the root in " + certs.resolve("ca.crt")
                + " expired on " + LocalDate.ofInstant(start.plus(Authority.ROOT_LASTS),
                        ZoneOffset.UTC));
    }

    @Test
    void aServerThatJoinsLaterNamesItsHost() throws Exception {
        done("init");
        refused("server 7", ExitCodes.USAGE, "there is no server 7 in " + config
                + ". If it is to join later, add --host and its name or address");
        assertThat(done("server 7 --host Seven.example.com").out())
                .contains(", for seven.example.com, auctions.example.com, in ");
        assertThat(done("renew --all").out())
                .containsPattern("server 7: until .*, for seven.example.com, auctions");
        Files.writeString(certs.resolve("server-7.crt"), "gone");
        refusedInPart("renew", "of server 7 neither " + config
                + " nor a certificate names a host. Try: gavel certs server 7 --host HOST");
    }

    private void refusedInPart(String line, String sentence) {
        var ended = run(line);
        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.err()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            server 1000             | the id of a server is 0 to 999, not 1000
            server 0 --host h       | names the host of server 0
            server 9 --host a_/b    | --host: "a_/b" is no name or address of a host
            operator ../../x        | the name of an operator has 1 to 40 of the letters a to z
            operator -x.key         | no option
            operator _x             | the name of an operator has 1 to 40 of the letters a to z
            """)
    void saysWhatCannotBeMeant(String line, String sentence) {
        done("init");
        var ended = run(line);
        assertThat(ended.code()).as(ended.toString()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains(sentence);
        assertThat(folder.resolve("x.key")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "server 0", "operator ann", "renew", "show"})
    void saysThatThereIsNoConfiguration(String line) {
        var ended = run(folder.resolve("none.conf"), line);
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("none.conf: it cannot be read: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server 0", "operator ann", "renew"})
    void saysWhyTheRootCannotIssue(String line) throws Exception {
        refused(line, ExitCodes.REFUSED, "there is no root in " + certs
                + ". Try: gavel certs init --config " + config);
        done("init");
        var key = certs.resolve("ca.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        refused(line, ExitCodes.REFUSED, "other users can read the key of the root, " + key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.copy(certs.resolve("server-0.key"), folder.resolve("kept"));
        Files.move(key, folder.resolve("ca.key"));
        refused(line, ExitCodes.REFUSED, "the key of the root, " + key + ", is missing");
        Files.move(folder.resolve("kept"), key);
        refused(line, ExitCodes.REFUSED, key + " is not the key of " + certs.resolve("ca.crt"));
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        refused(line, ExitCodes.REFUSED, key + " holds no key that can be read");
        Files.delete(certs.resolve("ca.crt"));
        refused(line, ExitCodes.REFUSED, "the certificate of the root, ");
    }

    @Test
    void aRootIsOfOneHouseOnly() throws Exception {
        done("init");
        Files.writeString(config, Files.readString(config).replace("= gavel", "= hammer"));
        refused("server 0", ExitCodes.REFUSED, certs.resolve("ca.crt")
                + " is not the root of the house \"hammer\", which " + config + " describes");
    }

    @Test
    void saysThatTheFolderIsNone() throws Exception {
        Files.writeString(certs, "");
        for (var line : List.of("init", "server 0", "renew", "show")) {
            refused(line, ExitCodes.REFUSED, "the folder of certificates, " + certs
                    + ", cannot be used: it is no folder");
        }
    }

    @Test
    @Tag("slow") // starts a program as another user
    void anotherUserIsToldWhatTheyMayNot() throws Exception {
        var another = new AnotherUser(folder);
        var option = " --config=" + config;
        assertThat(another.says(List.of("certs init" + option)).getFirst().text())
                .isEqualTo("gavel: the folder of certificates, " + certs
                        + ", cannot be used: this user may not use " + certs + "\n");
        done("init");
        for (var one : another.says(List.of("certs init" + option, "certs renew" + option,
                "certs operator ann" + option, "certs show" + option))) {
            assertThat(one.code()).isEqualTo(ExitCodes.REFUSED);
            assertThat(one.text()).isEqualTo("gavel: the folder of certificates, " + certs
                    + ", cannot be used: this user may not read there\n");
        }
    }

    @Test
    void showsWhatIsWrong() throws Exception {
        refused("show", ExitCodes.REFUSED, "there are no certificates in " + certs
                + ". Try: gavel certs init --config " + config);
        done("init");
        assertThat(done("show").out()).startsWith("WHOSE ").hasLineCount(5).doesNotContain("what");

        done("operator ann");
        done("operator bob");
        done("operator cid");
        Files.setPosixFilePermissions(certs.resolve("server-0.key"),
                PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(certs.resolve("server-1.key"));
        Files.delete(certs.resolve("server-2.crt"));
        Files.writeString(certs.resolve("operator-ann.crt"), "nothing");
        Files.writeString(certs.resolve("operator-cid.key"),
                Files.readString(certs.resolve("operator-bob.key")));
        var ended = run("show");
        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.out()).containsPattern("(?m)^root  .* -$")
                .containsPattern("(?m)^server 0  .* key readable by others$")
                .containsPattern("(?m)^server 1  .* no key$")
                .containsPattern("(?m)^server 2 +- +- +no certificate$")
                .containsPattern("(?m)^operator ann +- +- +damaged certificate$")
                .containsPattern("(?m)^operator bob  .* -$")
                .containsPattern("(?m)^operator cid  .* key of another certificate$")
                .endsWith("what next: gavel certs renew --config " + config + "\n");
        done("renew");
        done("show");

        now = start.plus(Duration.ofDays(91));
        assertThat(run("show").out()).containsPattern("(?m)^server 0  .* expired$");
        now = start.minus(Duration.ofDays(1));
        assertThat(run("show").out()).containsPattern("(?m)^server 0  .* not valid yet$");
    }

    @Test
    void showsAndRenewsWhatTheConfigurationChanged() throws Exception {
        done("init");
        Files.writeString(config, Files.readString(config)
                .replace("10.7.0.1", "10.7.0.9")
                .replace("servers = [", "servers = [\n{ id = 5, host = 10.7.0.5, http-port = 1,"
                        + " client-port = 2, raft-port = 3 }"));
        assertThat(run("show").out()).containsPattern("server 1  .* not for all hosts")
                .containsPattern("server 5 .* no certificate, no key");
        assertThat(done("renew").out()).hasLineCount(2)
                .containsPattern("server 1: .* 10.7.0.9")
                .containsPattern("server 5: .* 10.7.0.5");
        done("show");
    }

    @Test
    void aMachineOfOneServerNeedsNoKeyOfTheRoot() throws Exception {
        done("init");
        Files.delete(certs.resolve("ca.key"));
        for (var other : List.of("server-1", "server-2")) {
            Files.delete(certs.resolve(other + ".key"));
            Files.delete(certs.resolve(other + ".crt"));
        }
        assertThat(done("show").out()).hasLineCount(4)
                .endsWith("the root's key is on another machine, where certificates are made and"
                        + " renewed\n");
    }

    @Test
    void tellsProgramsInJson() throws Exception {
        done("init");
        var lines = done("show --json").out().lines().toList();
        assertThat(lines).hasSize(4);
        var server = JsonObject.parse(lines.get(1).getBytes(StandardCharsets.UTF_8));
        assertThat(server.text("whose")).contains("server 0");
        assertThat(server.text("until")).contains(
                Handshake.certificate(certs, "server-0").getNotAfter().toInstant().toString());
        assertThat(server.text("fingerprint").orElse("")).hasSize(64)
                .isEqualTo(Issued.fingerprint(Handshake.certificate(certs, "server-0")));
        assertThat(lines).allMatch(line -> line.endsWith("\"issues\":[]}"));
        Files.delete(certs.resolve("server-0.key"));
        assertThat(run("show --json").out()).contains("\"issues\":[\"no key\"]");
    }

    @Test
    void asksForAVerb() {
        var ended = run("");
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
    }
}
