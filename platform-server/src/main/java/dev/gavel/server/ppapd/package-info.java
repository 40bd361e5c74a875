/**
 * PPAPD's operations on this house: its JSON in, our commands and queries, its JSON out. It knows
 * the desk and no transport. docs/PPAPD.md says what PPAPD's programs may rely on.
 */
@NullMarked
package dev.gavel.server.ppapd;

import org.jspecify.annotations.NullMarked;
