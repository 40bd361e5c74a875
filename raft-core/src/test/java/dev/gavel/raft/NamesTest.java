package dev.gavel.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

class NamesTest {

    private final Names names = new Names();

    @Test
    void givesTheSameObjectForTheSameBytes() {
        for (var text : new String[]{"", "a", "ann", "bidder-1", "bidder-17", "Žofie Müller",
                "x".repeat(256)}) {
            var first = read(text);
            assertThat(first).isEqualTo(text);
            assertThat(read(text)).isSameAs(first);
        }
    }

    /** Far more than it keeps, so that they put one another out. */
    @Test
    void readsWhatIsThereHoweverManyCome() {
        for (var round = 0; round < 2; round++) {
            IntStream.range(0, 50_000).forEach(n -> {
                assertThat(read("bidder-" + n)).isEqualTo("bidder-" + n);
                assertThat(read(n + "")).isEqualTo(n + "");
            });
        }
    }

    @Test
    void tellsTextsApartThatBeginAndEndAlike() {
        for (var n = 0; n < 1_000; n++) {
            var text = "begins 8" + n + "8 ends";
            assertThat(read(text)).isEqualTo(text);
        }
    }

    @Test
    void readsWhatIsNotUtf8AsReplacements() {
        assertThat(names.of(new byte[]{'a', (byte) 0xff, 'b'}, 0, 3)).isEqualTo("a\ufffdb");
    }

    @Test
    void readsLongOnesWithoutKeepingThem() {
        var text = "y".repeat(257);
        assertThat(read(text)).isEqualTo(text).isNotSameAs(read(text));
    }

    /** From within other bytes. */
    private String read(String text) {
        var bytes = ("before" + text + "after").getBytes(StandardCharsets.UTF_8);
        return names.of(bytes, 6, bytes.length - 11);
    }
}
