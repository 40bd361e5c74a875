/** One file of pure functions per kind of auction, behind one sealed face. */
@NullMarked
package dev.gavel.auction.format;

import org.jspecify.annotations.NullMarked;
