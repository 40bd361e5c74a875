/**
 * How every program of Gavel ends. It holds the one table of exit codes and tells a mistake in a
 * call. It also says what is done where a program itself fails, or nobody can take its results.
 */
@NullMarked
package dev.gavel.server.exit;

import org.jspecify.annotations.NullMarked;
