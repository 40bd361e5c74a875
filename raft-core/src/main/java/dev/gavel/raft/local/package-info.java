/** One replica in this process, in memory, without Ratis: for tests and a quick start. */
@NullMarked
package dev.gavel.raft.local;

import org.jspecify.annotations.NullMarked;
