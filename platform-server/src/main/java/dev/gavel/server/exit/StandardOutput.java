package dev.gavel.server.exit;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where results go. A reader that has gone, as {@code head} goes, wants no more and is no mistake; a disk
 * that is full is one, for then somebody waits for a result that is not there.
 */
public final class StandardOutput {
    private final Watched bytes;
    private final PrintWriter writer;

    private StandardOutput(OutputStream to) {
        this.bytes = new Watched(to);
        this.writer = new PrintWriter(new BufferedOutputStream(bytes), false,
                StandardCharsets.UTF_8);
    }

    /** Of this process. */
    public static StandardOutput ofThisProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    static StandardOutput of(OutputStream to) {
        return new StandardOutput(to);
    }

    /** In UTF-8. */
    public PrintWriter writer() {
        return writer;
    }

    /**
     * The code to end with, once the last is written: another than {@code code} where results were lost
     * that somebody waits for.
     */
    public int end(int code, PrintWriter err) {
        writer.flush();
        var trouble = bytes.trouble();
        if (trouble.isEmpty() || code != ExitCodes.OK) {
            return code;
        }
        err.println("gavel: the result could not be written: " + trouble.get());
        err.flush();
        return Crash.mayHaveChangedSomething() ? ExitCodes.UNKNOWN : ExitCodes.REFUSED;
    }

    /** Remembers what went wrong, which a writer does not. */
    private static final class Watched extends OutputStream {
        private final OutputStream to;
        private Optional<String> trouble = Optional.empty();

        private Watched(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[]{(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] array, int offset, int length) throws IOException {
            try {
                to.write(array, offset, length);
            } catch (IOException e) {
                note(String.valueOf(e.getMessage()));
                throw e;
            }
        }

        private synchronized void note(String why) {
            var isGone = why.contains("Broken pipe") || why.contains("Bad file descriptor")
                    || why.contains("Stream Closed");
            if (!isGone && trouble.isEmpty()) {
                trouble = Optional.of(why.toLowerCase(Locale.ROOT));
            }
        }

        private synchronized Optional<String> trouble() {
            return trouble;
        }
    }
}
