/**
 * A second machine, replicated registers: proof that replication knows no auctions, and the subject
 * of its tests.
 */
@NullMarked
package dev.gavel.raft.register;

import org.jspecify.annotations.NullMarked;
