/**
 * How the servers of the house stand. Each asks the others once a second. So a caller who asks for
 * the cluster is answered at once, with a state that is at most a second old.
 */
@NullMarked
package dev.gavel.server.cluster;

import org.jspecify.annotations.NullMarked;
