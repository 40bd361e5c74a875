package dev.gavel.client.hunt;

import java.time.Duration;

/**
 * How long each wait of a hunt is, and why: the one table for calls, streams, followers, forwarding
 * servers, the local agent, the demo and the scenarios. The page has its own in
 * {@code net/hunt.js}. Where a client can set a time, this is what it is unless set.
 */
public final class Pauses {

    /**
     * Between two rounds through all servers. An election takes some hundred milliseconds: the
     * first pause costs next to nothing of one, and the longest adds at most its own length to it.
     */
    public static final Backoff BETWEEN_ROUNDS = new Backoff(Duration.ofMillis(20),
            Duration.ofMillis(200));

    /** A call has this long: it outlives a crash of the leader, its election and a slow disk. */
    public static final Duration CALL = Duration.ofSeconds(10);

    /** Until there is a connection: a frozen machine accepts one and then never speaks. */
    public static final Duration CONNECT = Duration.ofMillis(500);

    /** Until one server has answered, in the first round: far more than a living one needs. */
    public static final Duration ATTEMPT = Duration.ofSeconds(1);

    /**
     * Each later round waits twice as long for an answer, so often: on a busy machine all are slow.
     */
    public static final int PATIENCE_DOUBLINGS = 2;

    /**
     * For so long a call goes on while every server refuses the connection: they may be starting.
     */
    public static final Duration WHEN_NONE_LISTENS = Duration.ofSeconds(10);

    /** A server that failed is left out for so long: it is not asked first before every call. */
    public static final Duration FIRST_REST = Duration.ofMillis(250);

    /** Each failure in a row doubles the rest, so often: a restarted server is found after 8 s. */
    public static final int REST_DOUBLINGS = 5;

    /** A try that has less time left might as well not be made. */
    public static final Duration LEAST_ATTEMPT = Duration.ofMillis(5);

    /**
     * A stream that lost its server looks for another for so long at least, however old its
     * commands.
     */
    public static final Duration LEAST_SEARCH = Duration.ofMillis(50);

    /**
     * When its time is over, the call under way is about to say how it ended: it may so much later.
     */
    public static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * A server that refuses for want of room, and does not say for how long, is asked again after
     * this.
     */
    public static final Duration BUSY = Duration.ofMillis(100);

    /**
     * A program that lives for longer asks for the list of servers, since the one it knows may die.
     * The agent, which cannot do without, asks again after this until it is told.
     */
    public static final Duration LEARN_AFTER = Duration.ofSeconds(1);

    /** Servers come and go: who lives on asks for the list again this often. */
    public static final Duration LEARN_EVERY = Duration.ofSeconds(30);

    /** A stream leaves a server that owes answers and is silent for so many attempts. */
    public static final int STREAM_SILENT_ATTEMPTS = 2;

    /** A follower asks a server whether it lives after so many attempts without a word. */
    public static final int FEED_QUIET_ATTEMPTS = 3;

    /** How often a follower looks whether its server is too quiet. */
    public static final Duration FEED_LOOK = Duration.ofSeconds(1);

    /** A forwarding server looks first after this, since most writes are answered by then. */
    public static final Duration FORWARD_FIRST_LOOK = Duration.ofMillis(500);

    /** From then on it looks this often whether another server leads, or none can. */
    public static final Duration FORWARD_LOOK = Duration.ofMillis(100);

    /** A server tells its caller to come back after this, where no leader was found. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** The agent asks any of the servers for so long: the page still waits for an answer then. */
    public static final Duration AGENT_ATTEMPT = Duration.ofMillis(2_500);

    /** The agent asks all servers together, or the one that was named, for so long. */
    public static final Duration AGENT_CALL = Duration.ofSeconds(10);

    /** The agent gives up a stream after this silence: the house sends a heartbeat every 10 s. */
    public static final Duration AGENT_SILENCE = Duration.ofSeconds(20);

    /** Demo and scenarios ask over HTTP, where a server may look for a leader before it answers. */
    public static final Duration SCRIPT_ATTEMPT = Duration.ofSeconds(2);

    /** Demo and scenarios kill and freeze servers, and go on all through an election or two. */
    public static final Duration SCRIPT_CALL = Duration.ofSeconds(20);

    private Pauses() {}
}
