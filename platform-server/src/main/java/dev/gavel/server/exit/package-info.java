/**
 * How every program of Gavel ends: the one table of exit codes, how a mistake in a call is told, what is
 * done where a program itself fails, and what becomes of results that nobody can take.
 */
@NullMarked
package dev.gavel.server.exit;

import org.jspecify.annotations.NullMarked;
