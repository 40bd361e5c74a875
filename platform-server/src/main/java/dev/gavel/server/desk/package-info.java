/**
 * The one door for all edges: checks what comes in, hands it to replication, finds the leader for
 * callers who do not want to, and says honestly how it ended.
 */
@NullMarked
package dev.gavel.server.desk;

import org.jspecify.annotations.NullMarked;
