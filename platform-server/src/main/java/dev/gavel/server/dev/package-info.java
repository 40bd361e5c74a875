/**
 * What people type to run servers on their own machine: the verbs {@code config}, {@code cluster},
 * {@code demo} and {@code scenario}, each a child process where it is a server.
 */
@NullMarked
package dev.gavel.server.dev;

import org.jspecify.annotations.NullMarked;
