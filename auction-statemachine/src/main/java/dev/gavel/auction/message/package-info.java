/** What is asked of the house and what it says: commands, replies, rejections, events with their feed position, queries. Sealed, so that a new one must find its place everywhere. */
@NullMarked
package dev.gavel.auction.message;

import org.jspecify.annotations.NullMarked;
