/** Tests of the shell by lines, as from a file. */
@NullMarked
package dev.gavel.client.shell;

import org.jspecify.annotations.NullMarked;
