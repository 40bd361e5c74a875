/** The auction house as replication sees it: where the domain and the log meet. */
@NullMarked
package dev.gavel.server.replica;

import org.jspecify.annotations.NullMarked;
