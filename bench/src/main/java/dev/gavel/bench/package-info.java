/** The load generator behind {@code gavel bench}. */
@NullMarked
package dev.gavel.bench;

import org.jspecify.annotations.NullMarked;
