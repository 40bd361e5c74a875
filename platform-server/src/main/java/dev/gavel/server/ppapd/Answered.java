package dev.gavel.server.ppapd;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a retry from a repeat. PPAPD's requests carry no id. If the first answer to a request may
 * have been lost, the same request is a retry; otherwise it is a repeat. So this server remembers
 * the requests that it has answered. For a while, another server may have left the others
 * unanswered when it died.
 */
final class Answered {

    /** How long after its effect a request may still be a retry. */
    static final Duration RETRY_WINDOW = Duration.ofSeconds(60);

    /** Most requests remembered; those older than the window need not be. */
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
