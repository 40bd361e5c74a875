/** Tests of the hunt, without a network and with a clock that a test moves. */
@NullMarked
package dev.gavel.client.hunt;

import org.jspecify.annotations.NullMarked;
