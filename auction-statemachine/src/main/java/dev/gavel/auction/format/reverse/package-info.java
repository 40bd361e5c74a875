/** The reverse auction: offers fall, and the lowest wins. */
@NullMarked
package dev.gavel.auction.format.reverse;

import org.jspecify.annotations.NullMarked;
