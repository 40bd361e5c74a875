/** State and query to answer, as the one who asks may see it. */
@NullMarked
package dev.gavel.auction.query;

import org.jspecify.annotations.NullMarked;
