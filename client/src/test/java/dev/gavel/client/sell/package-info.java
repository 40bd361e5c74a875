/** Sales run by their seller, with time and peers that a test moves. */
@NullMarked
package dev.gavel.client.sell;

import org.jspecify.annotations.NullMarked;
