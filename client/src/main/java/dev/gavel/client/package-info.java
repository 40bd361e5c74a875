/** The Java library for those who bid, sell and watch from a program. */
@NullMarked
package dev.gavel.client;

import org.jspecify.annotations.NullMarked;
