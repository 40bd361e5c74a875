/**
 * Replicates opaque commands over a group of servers and knows nothing of what they mean. This
 * package is the whole face of the module and names no Ratis type: a domain plugs in a
 * {@link dev.gavel.raft.ReplicatedMachine}, and a server uses a {@link dev.gavel.raft.Replicator}.
 */
@NullMarked
package dev.gavel.raft;

import org.jspecify.annotations.NullMarked;
