package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

class PromisesTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private PromiseMark mark;

    @BeforeEach
    void open() throws IOException {
        mark = PromiseMark.open(folder.resolve("promised"), 10);
    }

    @AfterEach
    void close() {
        mark.close();
    }

    @Test
    void movesWhenTheSyncIsOverAndNotBefore() throws Exception {
        var synced = new Promises(mark, false).whenSynced(11);
        assertThat(mark.index()).isEqualTo(10);
        waitFor(synced);
        assertThat(mark.index()).isEqualTo(11);
    }

    @Test
    void goesDownBeforeTheLogIsTruncatedAndStaysBelowUntilItIs() throws Exception {
        var promises = new Promises(mark, false);
        var written = promises.whenSynced(12);
        var truncated = promises.whenTruncated(9);
        assertThat(mark.index()).isEqualTo(8);
        waitFor(written);
        assertThat(mark.index()).isEqualTo(8);
        waitFor(truncated);
        waitFor(promises.whenSynced(9));
        assertThat(mark.index()).isEqualTo(9);
    }

    @Test
    void doesNotForgetWhatWasPromisedWhileTheLogIsShort() throws Exception {
        var promises = new Promises(mark, true);
        waitFor(promises.whenSynced(5));
        waitFor(promises.whenTruncated(4));
        assertThat(mark.index()).isEqualTo(10);
        promises.madeGood(6);
        assertThat(mark.index()).isEqualTo(6);
        waitFor(promises.whenTruncated(6));
        assertThat(mark.index()).isEqualTo(5);
    }

    private static void waitFor(CompletableFuture<Void> future)
            throws InterruptedException, ExecutionException {
        future.get();
    }
}
