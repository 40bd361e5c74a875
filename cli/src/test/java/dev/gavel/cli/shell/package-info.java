/** Tests of the shell by lines, as from a file. */
@NullMarked
package dev.gavel.cli.shell;

import org.jspecify.annotations.NullMarked;
