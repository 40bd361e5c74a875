/** What fields records have in JSON: told here once, for those who read, write and describe them. */
@NullMarked
package dev.gavel.auction.schema;

import org.jspecify.annotations.NullMarked;
