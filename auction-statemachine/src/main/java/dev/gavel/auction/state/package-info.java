/** The whole house as immutable values in persistent collections, and the only code that makes a new state: folding events. */
@NullMarked
package dev.gavel.auction.state;

import org.jspecify.annotations.NullMarked;
