package dev.gavel.raft.ratis;

import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps a program away from records that only a later one can run, before anything in them is read
 * or changed. The file {@code promised} says which version they need.
 *
 * @see "docs/adr/0092-which-program-may-start.md"
 */
final class RecordsVersion {

    private static final String ADVICE = "; nothing was changed. Use the program that ran the server last,"
            + " or a later one (docs/UPGRADING.md)";

    private RecordsVersion() {}

    /**
     * Refuses records that need more than this program can run.
     *
     * @param folder of one server, which need not exist
     * @param canRun the newest version that this program knows
     * @throws RecordsException naming the version that they need
     */
    static void require(Path folder, int canRun) {
        var promised = folder.toAbsolutePath().normalize().resolve(RecordsFolder.PROMISED);
        try {
            var needed = PromiseMark.needed(promised);
            if (needed > canRun) {
                throw newer("the records in " + promised.resolveSibling("") + " are of version "
                        + needed + ", which was adopted, and this program can run up to version "
                        + canRun);
            }
        } catch (IOException e) {
            throw new RecordsException(Kind.UNREADABLE,
                    promised + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** A failure that says {@code what}, in a sentence with its remedy. */
    static RecordsException newer(String what) {
        return new RecordsException(Kind.NEWER, what + ADVICE);
    }
}
