/** The load generator behind {@code gavel bench}. */
@NullMarked
package dev.gavel.lab.bench;

import org.jspecify.annotations.NullMarked;
