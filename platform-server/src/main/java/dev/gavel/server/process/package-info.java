/**
 * A server as a process of this machine: what it is started with, where it keeps its records, how it is
 * found again, and how its mistakes are told.
 */
@NullMarked
package dev.gavel.server.process;

import org.jspecify.annotations.NullMarked;
