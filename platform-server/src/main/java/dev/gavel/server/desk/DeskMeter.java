package dev.gavel.server.desk;

/** Hears of every write that was answered, from any edge. Any thread. */
public interface DeskMeter {

    /** A meter that counts nothing. */
    DeskMeter NONE = (answer, nanos) -> {};

    /** A write ended like this, so many nanoseconds after it came in. */
    void answered(Answer answer, long nanos);
}
