/** Replication by an embedded Apache Ratis server. No other package knows Ratis. */
@NullMarked
package dev.gavel.raft.ratis;

import org.jspecify.annotations.NullMarked;
