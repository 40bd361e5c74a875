/** What the rising clock and the falling clock share: rounds. */
@NullMarked
package dev.gavel.auction.format.rounds;

import org.jspecify.annotations.NullMarked;
