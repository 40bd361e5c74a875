package dev.gavel.client;

/**
 * Told what became of commands on a {@link CommandStream}. One handler can serve all commands, which
 * it tells apart by their tags.
 */
@FunctionalInterface
public interface AnswerHandler {

    /**
     * Called once for each command, mostly on the network's thread, so it must be quick and must not
     * wait. It may offer further commands: those offered from here go out together.
     *
     * @param tag what the command was offered under
     * @param array holds the outcome's JSON, which {@link Outcome#parse(byte[], int, int)} reads; the
     *        array is not to be changed, and not to be kept, for it holds other answers too
     * @param offset where the JSON begins
     * @param length its bytes
     */
    void answered(long tag, byte[] array, int offset, int length);
}
