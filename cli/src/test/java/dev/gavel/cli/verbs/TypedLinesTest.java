package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines typed while a verb runs: whole letters, and an end. */
@Timeout(60)
class TypedLinesTest {
    private static final long PATIENCE_MILLIS = 30_000;

    private final PipedOutputStream keys = new PipedOutputStream();
    private TypedLines typed = TypedLines.ofNobody();

    @BeforeEach
    void somebodyAtTheKeys() throws IOException {
        typed = TypedLines.of(new PipedInputStream(keys));
    }

    @AfterEach
    void leave() throws IOException {
        keys.close();
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    @Test
    void readsLettersOfMoreThanOneByte() throws Exception {
        type("Zoë geht für 12 €\n日本\n");

        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("Zoë geht für 12 €");
        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("日本");
    }

    @Test
    void joinsALetterWhoseBytesComeApart() throws Exception {
        var letter = "ë".getBytes(StandardCharsets.UTF_8);
        keys.write(letter, 0, 1);
        keys.flush();
        assertThat(typed.next(1)).isEmpty();
        keys.write(letter, 1, 1);
        type("\n");

        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("ë");
    }

    @Test
    void noticesTheEndAndThenOnlyWaits() throws Exception {
        type("out");
        keys.close();

        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("out");
        assertThat(typed.hasEnded()).isTrue();
        assertThat(typed.next(1)).isEmpty();
        assertThat(TypedLines.ofNobody().next(1)).isEmpty();
    }

    @Test
    void takesALineThatIsNotWholeYetForTheNextWhoAsks() throws Exception {
        type("ou");
        assertThat(typed.next(100)).isEmpty();
        assertThat(typed.hasEnded()).isFalse();
        type("t\r\n\r\nmore\n");

        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("out");
        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("");
        assertThat(typed.next(PATIENCE_MILLIS)).hasValue("more");
    }

    @Test
    void cutsALineWithoutEnd() throws Exception {
        var endless = TypedLines.of(new ByteArrayInputStream(
                ("x".repeat(100_000) + "\nout\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(endless.next(PATIENCE_MILLIS).map(String::length))
                .hasValue(TypedLines.MOST_CHARS);
        assertThat(endless.next(PATIENCE_MILLIS)).isEqualTo(Optional.of("out"));
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> typed.next(PATIENCE_MILLIS))
                .isInstanceOf(InterruptedException.class);
    }
}
