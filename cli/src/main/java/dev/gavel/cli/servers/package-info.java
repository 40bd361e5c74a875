/**
 * The operators' verbs for servers on their own machine, such as {@code config}, {@code cluster} and
 * {@code backup}, and {@link dev.gavel.cli.servers.DevCluster} beneath them.
 */
@NullMarked
package dev.gavel.cli.servers;

import org.jspecify.annotations.NullMarked;
