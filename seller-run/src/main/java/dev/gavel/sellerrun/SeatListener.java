package dev.gavel.sellerrun;

/** Who sits in a seat. Called on the loop of the seat, so be quick. */
public interface SeatListener {

    /** The sale stands thus; told once for each change. */
    void changed(Round round);

    /** Nothing was heard of the seller for longer than a round and a bit. */
    void paused();

    /** The seller is heard of again. */
    void wentOn();

    /** The seller has taken you out. */
    void left();

    /** The seller refuses to take you out. */
    void stays(String why);

    /** The seller cannot be told yet that you leave; it is tried on. */
    void leavingLater();

    /** It is over. */
    void over(Round round);
}
