package dev.gavel.server.cluster;

/**
 * How far a peer's clock is from this server's, by one question and its answer.
 *
 * @param offsetMillis difference to add to this server's clock to get the peer's; off by at most
 *        half the round trip
 * @param roundTripMillis how long question and answer took
 */
public record ClockOffset(long offsetMillis, long roundTripMillis) {

    /**
     * The offset by an answer in which the peer read its clock.
     *
     * @param sentMillis this server's clock when it asked
     * @param roundTripMillis how long the answer took, on a clock that does not jump
     * @param peerMillis the peer's clock when it answered
     */
    public static ClockOffset measured(long sentMillis, long roundTripMillis, long peerMillis) {
        return new ClockOffset(peerMillis - (sentMillis + roundTripMillis / 2), roundTripMillis);
    }
}
