/**
 * The command line: one tree of verbs, used once per call and line by line in the shell. Results are
 * sentences and tables for people, or one JSON object per line for programs.
 */
@NullMarked
package dev.gavel.cli.verbs;

import org.jspecify.annotations.NullMarked;
