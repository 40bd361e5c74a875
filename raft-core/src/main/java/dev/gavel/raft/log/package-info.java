/**
 * From a command to an applied entry and back, whatever keeps the log: packing into entries, the
 * entry's bytes, the one place where an entry meets the machine, what is remembered of clients, the
 * running digest and the snapshot. Nothing here knows Ratis.
 */
@NullMarked
package dev.gavel.raft.log;

import org.jspecify.annotations.NullMarked;
