/**
 * The one door for all edges. It checks requests, hands them to replication, and finds the leader
 * for callers who do not want to. And it says honestly how they ended.
 */
@NullMarked
package dev.gavel.server.desk;

import org.jspecify.annotations.NullMarked;
