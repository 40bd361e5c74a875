/**
 * What people type to run servers on their own machine: the verbs {@code config}, {@code cluster},
 * {@code demo} and {@code scenario}, and {@link dev.gavel.server.dev.DevCluster} beneath them.
 */
@NullMarked
package dev.gavel.server.dev;

import org.jspecify.annotations.NullMarked;
