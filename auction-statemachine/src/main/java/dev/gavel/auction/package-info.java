/** The auction house as a pure function: state, command and time in, outcome out. */
@NullMarked
package dev.gavel.auction;

import org.jspecify.annotations.NullMarked;
