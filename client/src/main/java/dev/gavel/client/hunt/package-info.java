/**
 * The one hunt for a server that can do something, the leader as a rule: who is asked next, when a
 * server rests, how long a pause is, when the hunt ends, and what is certain then. It knows no
 * network: its users say what to ask means.
 */
@NullMarked
package dev.gavel.client.hunt;

import org.jspecify.annotations.NullMarked;
