/** Tests of the command line, called as a user calls it. */
@NullMarked
package dev.gavel.cli.verbs;

import org.jspecify.annotations.NullMarked;
