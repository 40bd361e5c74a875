/** Sales run by their seller, with time and peers that a test moves. */
@NullMarked
package dev.gavel.sellerrun;

import org.jspecify.annotations.NullMarked;
