/** Tests of the face of replication. */
@NullMarked
package dev.gavel.raft;

import org.jspecify.annotations.NullMarked;
