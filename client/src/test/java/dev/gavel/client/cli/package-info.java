/** Tests of the command line, called as a user calls it. */
@NullMarked
package dev.gavel.client.cli;

import org.jspecify.annotations.NullMarked;
