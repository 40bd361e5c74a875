/**
 * How the servers of the house stand: each asks the others once a second, so that whoever asks for the
 * cluster is answered at once, from what is at most a second old.
 */
@NullMarked
package dev.gavel.server.cluster;

import org.jspecify.annotations.NullMarked;
