/** Replication by an embedded Apache Ratis server; the only package that knows Ratis. */
@NullMarked
package dev.gavel.raft.ratis;

import org.jspecify.annotations.NullMarked;
