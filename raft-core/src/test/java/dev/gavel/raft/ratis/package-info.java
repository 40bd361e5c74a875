/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.raft.ratis;

import org.jspecify.annotations.NullMarked;
