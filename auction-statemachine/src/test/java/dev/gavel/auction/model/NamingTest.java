package dev.gavel.auction.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.text.Normalizer;

class NamingTest {

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x378, 0x488, 0x61c, 0x115f, 0x1160,
            0x1680,
            0x17b4, 0x180b, 0x180e, 0x180f, 0x2000, 0x200b, 0x200c, 0x200d, 0x200e, 0x202a, 0x202e,
            0x2028,
            0x2060, 0x2066, 0x2069, 0x206f, 0x20dd, 0x2800, 0x3000, 0x3164, 0xe000, 0xf8ff, 0xfe00,
            0xfe0f,
            0xfeff, 0xffa0, 0xfff9, 0xfffc, 0xfffe, 0xffff, 0x16fe4, 0x1bca0, 0x1d159, 0x1d173,
            0x1fffe, 0x2fa1e,
            0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0xf0000, 0x10fffd})
    void refusesWhatCannotBeSeenOrIsNoCharacter(int c) {
        assertThat(Naming.nameFault("a" + Character.toString(c) + "b"))
                .contains(String.format("U+%04X", c));
        assertThat(Naming.nameFault(Character.toString(c))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "Ann Smith", "Ödön", "東京", "Юля", "Νίκος", "عمر", "דוד", "नेहा",
            "한글",
            "Nguyễn", "O'Neill", "a.b-c_d+e@f", "😀", "ǅ", "½", "x²"})
    void takesNamesOfAllScripts(String name) {
        assertThat(Naming.nameFault(name)).as(name).isNull();
    }

    @Test
    void takesTheComposedSpellingOnlyAndSaysIt() {
        assertThat(Naming.nameFault("e\u0301va")).contains("\u00e9va");
        assertThat(Naming.nameFault("\u212b")).isNotNull();
        assertThat(Naming.nameFault("\u00e9va")).isNull();
        assertThat(Naming.nameFault("\u1112\u1161\u11ab")).contains("\ud55c");
    }

    @Test
    void takesMarksOnLettersOnlyAndFew() {
        assertThat(Naming.nameFault("\u0301")).isNotNull();
        assertThat(Naming.nameFault("a \u0301b")).isNotNull();
        assertThat(Naming.nameFault("x\u0323\u0302\u030a")).isNull();
        assertThat(Naming.nameFault("x\u0323\u0302\u030a\u0304")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann", "ANN", "\u0430nn", "\u0410nn", "\u03b1nn", "\uff41nn",
            "\uff21NN",
            "\ud835\udc1ann", "a\u03b7\u03b7", "A\u039d\u039d", "\u0251nn", "\u24d0nn"})
    void knowsWhatLooksLikeAnn(String name) {
        assertThat(Naming.looks(name)).as(name).containsAnyElementsOf(Naming.looks("ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e1nn", "anna", "an", "\u044fnn", "an n", "ann1"})
    void knowsWhatDoesNot(String name) {
        assertThat(Naming.looks(name)).as(name).doesNotContainAnyElementsOf(Naming.looks("ann"));
    }

    @Test
    void knowsCapitalsThatLookLikeOtherSmallLettersThanTheirOwn() {
        assertThat(Naming.looks("Iris")).containsAnyElementsOf(Naming.looks("lris"));
        assertThat(Naming.looks("Iris")).containsAnyElementsOf(Naming.looks("iris"));
        assertThat(Naming.looks("\u039dick")).containsAnyElementsOf(Naming.looks("nick"));
        assertThat(Naming.looks("\u039d\u03af\u03ba\u03bf\u03c2"))
                .containsAnyElementsOf(Naming.looks("\u03bd\u03af\u03ba\u03bf\u03c2"));
        assertThat(Naming.looks("\u00e9va")).containsAnyElementsOf(Naming.looks("\u0435\u0301va"));
        assertThat(Naming.looks("ann  b")).isEqualTo(Naming.looks("ann b"));
        assertThat(Naming.looks("  Ann ")).isEqualTo(Naming.looks("Ann"));
        assertThat(Naming.looks(" ")).containsExactly("");
        assertThat(Naming.looks("")).containsExactly("");
    }

    /** Whatever the JVM knows beyond the table, what the table allows is the same to each. */
    @Test
    void allowsOnlyWhatEveryJavaKnowsAlike() {
        var allowed = 0;
        for (var c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (!Characters.isAllowed(c)) {
                continue;
            }
            allowed++;
            assertThat(Character.isDefined(c)).as("%x", c).isTrue();
            assertThat(Character.getType(c)).as("%x", c)
                    .isNotIn((int) Character.CONTROL, (int) Character.FORMAT,
                            (int) Character.SURROGATE, (int) Character.PRIVATE_USE,
                            (int) Character.LINE_SEPARATOR, (int) Character.ENCLOSING_MARK);
            var text = Character.toString(c);
            assertThat(Normalizer.normalize(text, Normalizer.Form.NFC)).isEqualTo(text);
        }
        assertThat(allowed).isBetween(140_000, 145_000);
    }

    @Test
    void takesPicturesAndJoinersBehindWhatTheyActOnInTitles() {
        assertThat(Naming.titleFault("Herz \u2764\ufe0f")).isNull();
        assertThat(Naming.titleFault("\ufe0fHerz")).contains("U+FE0F");
        assertThat(Naming.titleFault("a\ufe0f\ufe0f")).contains("U+FE0F");
        assertThat(Naming.titleFault("Oak\u202etable")).contains("U+202E");
        assertThat(Naming.titleFault("Oak\u200btable")).contains("U+200B");
        assertThat(Naming.proseFault("two\nlines\tand \u2764\ufe0f")).isNull();
        assertThat(Naming.proseFault("Oak\u2066table")).contains("U+2066");
    }
}
