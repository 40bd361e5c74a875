/**
 * From a command to an applied entry and back, on any kind of log. It packs commands into entries,
 * writes and reads an entry's bytes, applies entries to the machine, and remembers answers to
 * clients. The running digest and the snapshot are here too. Nothing here knows Ratis.
 */
@NullMarked
package dev.gavel.raft.log;

import org.jspecify.annotations.NullMarked;
