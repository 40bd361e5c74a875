/** The Yankee auction: many equal units, open bids, and each winner pays the own bid. */
@NullMarked
package dev.gavel.auction.format.yankee;

import org.jspecify.annotations.NullMarked;
