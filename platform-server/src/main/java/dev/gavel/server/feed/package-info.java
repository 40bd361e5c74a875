/**
 * What happened, handed to those who watch: a bounded ring of recent events by feed position, and a
 * watcher gets all after the position it names, once each and in order. A watcher that falls behind is
 * served from the ring at its own pace, so that nobody waits in a queue of their own.
 */
@NullMarked
package dev.gavel.server.feed;

import org.jspecify.annotations.NullMarked;
