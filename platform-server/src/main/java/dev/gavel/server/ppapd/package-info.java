/**
 * PPAPD's operations on this house: its JSON in, our commands and queries, its JSON out. Knows the desk and no
 * transport; what its programs may rely on is in docs/PPAPD.md.
 */
@NullMarked
package dev.gavel.server.ppapd;

import org.jspecify.annotations.NullMarked;
