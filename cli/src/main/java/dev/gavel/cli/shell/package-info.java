/**
 * The shell: the command line's verbs line by line, with a chosen auction, completion, history and
 * what happens live above the prompt; and the same from a file of lines.
 */
@NullMarked
package dev.gavel.cli.shell;

import org.jspecify.annotations.NullMarked;
