package dev.gavel.server.ppapd;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a retry from a repeat. PPAPD's requests carry no id: the same request is a retry where its first answer
 * may have been lost, and a repeat where it was not. So this server remembers what it has answered; what it
 * has not, another may have left unanswered when it died, for a while.
 */
final class Answered {

    /** How long after its effect a request may still be a retry. */
    static final Duration RETRY_WINDOW = Duration.ofSeconds(60);

    /** Requests remembered; older than the window they need not be. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Map<String, Boolean> keys = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    synchronized void add(String key) {
        keys.put(key, true);
    }

    /**
     * Whether the same request, coming now, is one whose answer may have been lost.
     *
     * @param sinceMillis how long ago it had its effect
     */
    synchronized boolean mayBeLost(String key, long sinceMillis) {
        return !keys.containsKey(key) && sinceMillis < RETRY_WINDOW.toMillis();
    }
}
