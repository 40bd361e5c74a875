package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import dev.gavel.auction.message.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/**
 * Names of fields that clash in a table of the JSON library, which is mixed by the time at which the
 * process began. Such names are read as any others; else this server alone would refuse a command
 * that the others take, and differ from them.
 */
class ClashingNamesTest {

    private static final int CLASHING = 700;
    /** So many bits of the hash are looked at in a table of these names, and some more. */
    private static final int MASK = (1 << 13) - 1;

    @Test
    @Timeout(20)
    void namesThatClashInThisProcessAreReadAsInAnyOther() throws Exception {
        var names = clashing();
        var fields = new ArrayList<String>();
        names.forEach(name -> fields.add("\"" + name + "\":1"));
        var json = "{" + String.join(",", fields) + "}";

        assertThat(MessageCodec.decodeCommand(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Command.Malformed.class,
                        bad -> assertThat(bad.field()).isEqualTo("op"));
    }

    /** Names of eight letters: among so many, enough clash whatever the table is mixed by. */
    private static Set<String> clashing() throws ReflectiveOperationException {
        var table = table();
        var random = new Random(7);
        var names = new LinkedHashSet<String>();
        while (names.size() < CLASHING) {
            var drawn = random.nextLong();
            var first = letters(drawn);
            var second = letters(drawn >>> 32);
            if ((table.calcHash(first, second) & MASK) == 0) {
                names.add(new String(
                        ByteBuffer.allocate(Long.BYTES).putInt(first).putInt(second).array(),
                        StandardCharsets.US_ASCII));
            }
        }
        return names;
    }

    /** Four small letters of sixteen, as the table takes them: in one number. */
    private static int letters(long drawn) {
        return 0x61616161 + (int) (drawn & 0x0f0f0f0f);
    }

    private static ByteQuadsCanonicalizer table() throws ReflectiveOperationException {
        var factory = Json.class.getDeclaredField("FACTORY");
        factory.setAccessible(true);
        var symbols = JsonFactory.class.getDeclaredField("_byteSymbolCanonicalizer");
        symbols.setAccessible(true);
        return (ByteQuadsCanonicalizer) symbols.get(factory.get(null));
    }
}
