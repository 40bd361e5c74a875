package dev.gavel.client;

/** Calls a handler so that its mistakes stay its own. */
final class Handling {
    private Handling() {}

    static void tell(AnswerHandler handler, long tag, byte[] array, int offset, int length) {
        try {
            handler.answered(tag, array, offset, length);
        } catch (RuntimeException e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
