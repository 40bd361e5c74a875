/** Tests of the package of the same name. */
@NullMarked
package dev.gavel.raft.log;

import org.jspecify.annotations.NullMarked;
