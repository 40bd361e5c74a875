package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Of which term an applied entry was, or that it is not known. */
class AppliedTermsTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    @Test
    void knowsEachEntryAlsoAfterARestart() throws IOException {
        var terms = open(-1);
        apply(terms, 1, 0, 4);
        apply(terms, 3, 5, 9);
        for (var now : List.of(terms, open(9))) {
            assertThat(now.at(0)).hasValue(1);
            assertThat(now.at(4)).hasValue(1);
            assertThat(now.at(5)).hasValue(3);
            assertThat(now.at(9)).hasValue(3);
            assertThat(now.at(10)).isEmpty();
        }
    }

    @Test
    void whatCameAsASnapshotIsNotKnown() throws IOException {
        var terms = open(-1);
        apply(terms, 1, 0, 4);
        terms.applied(TermIndex.valueOf(3, 20), TermIndex.valueOf(3, 21));
        for (var now : List.of(terms, open(21))) {
            assertThat(now.at(4)).hasValue(1);
            assertThat(now.at(5)).isEmpty();
            assertThat(now.at(19)).isEmpty();
            assertThat(now.at(20)).hasValue(3);
            assertThat(now.at(21)).hasValue(3);
        }
    }

    /** It kept the mark of what it applied, and no terms. */
    @Test
    void whatAnEarlierProgramAppliedMeanwhileIsNotKnown() throws IOException {
        apply(open(-1), 1, 0, 4);
        var terms = open(30);
        terms.applied(TermIndex.valueOf(3, 20), TermIndex.valueOf(3, 21));
        assertThat(terms.at(0)).hasValue(1);
        assertThat(terms.at(10)).isEmpty();
        assertThat(terms.at(20)).hasValue(3);
        assertThat(terms.at(21)).hasValue(3);
        assertThat(terms.at(22)).isEmpty(); // until it has been applied again
    }

    @Test
    void beginsAnewWhereTheFileIsDamagedOrMissing() throws IOException {
        apply(open(-1), 1, 0, 4);
        var file = folder.resolve("terms");
        var bytes = Files.readAllBytes(file);
        bytes[12] ^= 1;
        Files.write(file, bytes);
        assertThat(open(4).at(2)).isEmpty();
        Files.delete(file);
        var terms = open(4);
        assertThat(terms.at(2)).isEmpty();
        terms.applied(TermIndex.valueOf(1, 2), TermIndex.valueOf(1, 3));
        assertThat(terms.at(2)).hasValue(1);
        assertThat(terms.at(1)).isEmpty();
    }

    @Test
    void goesOnWhereItCannotBeWritten() throws IOException {
        var terms = open(-1);
        var aside = Files.createDirectories(folder.resolve("terms.tmp/in-the-way"));
        apply(terms, 1, 0, 4);
        assertThat(terms.at(4)).hasValue(1);
        assertThat(open(4).at(4)).isEmpty();
        Files.delete(aside);
        Files.delete(folder.resolve("terms.tmp"));
        apply(terms, 1, 5, 5);
        assertThat(open(5).at(4)).hasValue(1);
    }

    private AppliedTerms open(long applied) throws IOException {
        return AppliedTerms.open(folder.resolve("terms"), applied);
    }

    private static void apply(AppliedTerms terms, long term, long first, long last) {
        for (var index = first; index <= last; index++) {
            var before = terms.at(index - 1);
            terms.applied(before.isPresent() ? TermIndex.valueOf(before.getAsLong(), index - 1)
                    : TermIndex.INITIAL_VALUE, TermIndex.valueOf(term, index));
        }
    }
}
