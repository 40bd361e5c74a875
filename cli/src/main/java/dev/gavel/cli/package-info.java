/** The entry of the command line. */
@NullMarked
package dev.gavel.cli;

import org.jspecify.annotations.NullMarked;
