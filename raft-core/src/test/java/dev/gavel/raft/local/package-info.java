/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.raft.local;

import org.jspecify.annotations.NullMarked;
