package dev.gavel.server.cluster;

/**
 * What a server is among the others, in its own view.
 *
 * @param role leader, follower or candidate; empty while it is none of them
 * @param term the term it is in
 * @param leader id of the leader it knows; {@link Reign#NONE} for none
 */
public record Office(String role, long term, int leader) {

    /** Of a server that has not told of any. */
    public static final Office UNKNOWN = new Office("", 0, Reign.NONE);

    /** Whether it leads, as it thinks. */
    boolean leads() {
        return role.equals("leader");
    }

    /** The same term without a part in it. */
    Office resigned() {
        return new Office("", term, Reign.NONE);
    }
}
