package dev.gavel.auction.codec;

import java.io.IOException;

/** A state that only a later program can read. */
public final class NewerStateException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int version;

    NewerStateException(long version, String message) {
        super(message);
        this.version = (int) version;
    }

    /** Version of the house; 0 where the format does not tell. */
    public int version() {
        return version;
    }
}
