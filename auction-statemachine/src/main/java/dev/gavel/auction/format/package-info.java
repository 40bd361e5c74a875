/**
 * What every kind of auction must answer ({@link dev.gavel.auction.format.Format}), and what several of them
 * share. Each kind has a room of its own below this package, and nothing outside these packages asks which
 * kind an auction is of.
 */
@NullMarked
package dev.gavel.auction.format;

import org.jspecify.annotations.NullMarked;
