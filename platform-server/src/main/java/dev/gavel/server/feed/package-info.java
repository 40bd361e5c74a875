/**
 * Hands events to watchers. Recent events are kept by position in a bounded ring, and a watcher
 * gets all after the position it names, once each and in order. A watcher that falls behind reads
 * from the ring at its own pace, so there are no queues for single watchers.
 */
@NullMarked
package dev.gavel.server.feed;

import org.jspecify.annotations.NullMarked;
