/** Wiring of one server: its settings, its start and its stop. */
@NullMarked
package dev.gavel.server;

import org.jspecify.annotations.NullMarked;
