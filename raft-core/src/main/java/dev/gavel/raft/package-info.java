/**
 * Replicates opaque commands over a group of servers and knows nothing of what they mean. This
 * package is the whole face of the module and names no Ratis type: a domain plugs in a
 * {@link dev.gavel.raft.ReplicatedMachine}, {@link dev.gavel.raft.Raft} starts a replica of it, and
 * a server uses that replica by the name of {@link dev.gavel.raft.Replicator}.
 */
@NullMarked
package dev.gavel.raft;

import org.jspecify.annotations.NullMarked;
