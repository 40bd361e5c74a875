package dev.gavel.sellerrun;

import java.time.Duration;

/** The one thread of a sale or a seat: what is done there is done one step after the other. */
public interface Loop {

    /** Does a step soon. */
    void execute(Runnable step);

    /** Does a step after a pause. */
    void after(Duration pause, Runnable step);

    /** Time in milliseconds from some beginning; never runs back. */
    long millis();
}
