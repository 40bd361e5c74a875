package dev.gavel.server.desk;

/** The leader was asked and gave no answer: the task may or may not have been done. */
public final class UnansweredException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** With a sentence for operators. */
    public UnansweredException(String sentence) {
        super(sentence);
    }
}
