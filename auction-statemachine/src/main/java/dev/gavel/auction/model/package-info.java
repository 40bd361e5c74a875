/** Values of the auction trade: names and ids, money, increments, conditions of sale, bids, phases. The lowest floor: it knows no message and no state. */
@NullMarked
package dev.gavel.auction.model;

import org.jspecify.annotations.NullMarked;
