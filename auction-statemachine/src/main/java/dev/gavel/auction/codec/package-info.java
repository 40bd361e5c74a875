/** Messages and state to bytes and back. The only place that knows JSON or Jackson. */
@NullMarked
package dev.gavel.auction.codec;

import org.jspecify.annotations.NullMarked;
