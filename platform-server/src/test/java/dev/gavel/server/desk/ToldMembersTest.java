package dev.gavel.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.Membership;
import dev.gavel.raft.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ToldMembersTest {

    private static final Membership MEMBERS = new Membership(12,
            List.of(new Peer(0, "[::1]:3", "[::1]:2", "[::1]:1"), new Peer(4, "a:3", "a:2", "a:1")),
            false);

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private Path file() {
        return folder.resolve(ToldMembers.FILE);
    }

    @Test
    void theyAreThereAgainAfterARestart() {
        var told = ToldMembers.in(file());
        assertThat(told.members().peers()).isEmpty();
        told.told(MEMBERS);
        assertThat(ToldMembers.in(file()).members()).isEqualTo(MEMBERS);
    }

    @Test
    void whatIsOlderIsNoNewsAndChangedPortsAre() {
        var told = ToldMembers.in(file());
        told.told(MEMBERS);
        told.told(new Membership(11, MEMBERS.peers().subList(0, 1), false));
        told.told(new Membership(99, List.of(), false)); // of a server that knows nobody
        assertThat(told.members()).isEqualTo(MEMBERS);
        var moved = new Membership(12, List.of(new Peer(0, "[::1]:3", "[::1]:9", "[::1]:8")),
                false);
        told.told(moved);
        assertThat(ToldMembers.in(file()).members()).isEqualTo(moved);
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        for (var text : List.of("", "index", "index x\n", "index 3\n0 a b\n", "\0\0\0",
                "index 3\nx a:1 a:2 a:3\n", "x".repeat(100_000))) {
            Files.writeString(file(), text);
            assertThat(ToldMembers.in(file()).members().peers()).as(text).isEmpty();
        }
    }
}
