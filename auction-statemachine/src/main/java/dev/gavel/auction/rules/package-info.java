/** What holds in any format: who may do what, the catalogue, the life of an auction, what falls due by the clock. */
@NullMarked
package dev.gavel.auction.rules;

import org.jspecify.annotations.NullMarked;
