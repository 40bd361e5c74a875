package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Tables on terminals of all widths. */
class TableTest {
    private static final List<String> HEAD = List.of("AUCTION", "NAME", "PRICE", "SELLER");
    private static final Table TABLE = new Table(HEAD,
            List.of(List.of("1", "A very long oak table with many drawers", "1250.00", "sue"),
                    List.of("2", "Chair", "3.00", "a seller with a long name")),
            row -> row.getFirst().equals("2") ? Ink.GOOD : Ink.PLAIN);

    private static List<String> at(int width) {
        return TABLE.lines(width, List.of("SELLER"), false);
    }

    @Test
    void showsAllWhereThereIsRoom() {
        assertThat(at(200)).contains(
                "|       1 | A very long oak table with many drawers | 1250.00 | sue                       |");
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 91, 80, 60, 50, 40, 34})
    void isNeverWiderThanTheTerminal(int width) {
        assertThat(at(width).stream().filter(line -> !line.startsWith("(")))
                .allMatch(line -> line.length() <= width)
                .anyMatch(line -> line.contains("1250.00"));
    }

    @Test
    void cutsLongWordsAndNeverNumbers() {
        assertThat(at(60)).anyMatch(line -> line.contains("A very long") && line.contains("…"));
    }

    @Test
    void leavesOutWhatCanBeMissedAndSaysSo() {
        assertThat(at(40)).noneMatch(line -> line.contains("SELLER"))
                .last()
                .asString()
                .contains("no room for seller");
    }

    @Test
    void tellsEachRowInLinesOfItsOwnWhereNothingElseFits() {
        assertThat(at(20)).contains("AUCTION  1", "PRICE    1250.00", "AUCTION  2");
    }

    @Test
    void coloursRowsOnlyWhereColoursAreWanted() {
        assertThat(at(100)).noneMatch(line -> line.contains("\u001b"));
        assertThat(TABLE.lines(100, List.of(), true))
                .filteredOn(line -> line.contains("Chair"))
                .allMatch(line -> line.startsWith("\u001b[32m") && line.endsWith("\u001b[0m"));
    }
}
