/** The one place that knows which room each kind of auction has. */
@NullMarked
package dev.gavel.auction.format.kinds;

import org.jspecify.annotations.NullMarked;
