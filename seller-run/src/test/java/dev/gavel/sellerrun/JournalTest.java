package dev.gavel.sellerrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a seller's program finds again after it was killed. */
class JournalTest {

    private static final long AT = 1_893_495_600_000L;

    @TempDir
    private Path folder;

    private final Signing.Key key = Signing.Key.fresh();
    private final SaleTerms terms = new SaleTerms("7", "sue", "Oak table", "EUR", 10_000, 500,
            Duration.ofSeconds(2), Optional.of(key.publicKey()));
    private final Round round = Round.first("7", 10_000, List.of("ann", "bob")).next(500);

    private Path written() throws IOException {
        try (var journal = Journal.begin(folder, Optional.of(key)).keep(terms)) {
            journal.keep(round, key.sign(round, AT));
            journal.keep(Map.of("ann", "127.0.0.1:9"));
            journal.keepResultKey("result-7");
            return journal.file();
        }
    }

    @Test
    void findsAllAgain() throws IOException {
        written();
        try (var journal = Journal.find(folder, "7", terms.key()).orElseThrow()) {
            assertThat(journal.terms()).contains(terms);
            assertThat(journal.last()).contains(round);
            assertThat(journal.addresses()).containsEntry("ann", "127.0.0.1:9");
            assertThat(journal.resultKey()).contains("result-7");
            assertThat(journal.isHandedIn()).isFalse();
            var page = journal.read(0);
            assertThat(page.kept()).extracting(Journal.Marked::round).containsExactly(round);
            assertThat(journal.read(page.next()).kept()).isEmpty();
            var signature = journal.key().orElseThrow().sign(round, AT);
            assertThat(Signing.isSigned(round, signature, key.publicKey())).isTrue();
        }
    }

    @Test
    void dropsALastLineThatWasNotWrittenToItsEnd() throws IOException {
        var file = written();
        Files.writeString(file, "{\"type\":\"round\",\"rou", StandardOpenOption.APPEND);
        try (var journal = Journal.find(folder, "7", terms.key()).orElseThrow()) {
            assertThat(journal.last()).contains(round);
            journal.keepHandedIn(12);
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .endsWith("\n{\"type\":\"handedIn\",\"index\":12}\n");
    }

    @Test
    void doesNotTakeTheAuctionOfAnotherHouseForThisOne() throws IOException {
        written();
        assertThat(Journal.find(folder, "7", Optional.of(Signing.Key.fresh().publicKey())))
                .isEmpty();
        assertThat(Journal.find(folder, "8", Optional.empty())).isEmpty();
        assertThat(Journal.find(folder.resolve("none"), "7", Optional.empty())).isEmpty();
    }

    @Test
    void isHeldByOneProgramAndReadByItsOwner() throws IOException {
        var file = written();
        try (var journal = Journal.find(folder, "7", terms.key()).orElseThrow()) {
            assertThat(journal.file()).isEqualTo(file);
            assertThatThrownBy(() -> Journal.find(folder, "7", terms.key()))
                    .hasMessageContaining("being sold already");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSignatureIsOfOneRoundAndOneKey() {
        var signature = key.sign(round, AT);
        assertThat(Signing.isSigned(round.without("ann"), signature, key.publicKey())).isFalse();
        assertThat(Signing.isSigned(round, signature, Signing.Key.fresh().publicKey())).isFalse();
        assertThat(Signing.isSigned(round, signature, "no key")).isFalse();
    }
}
