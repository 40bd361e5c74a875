/**
 * The configuration file: where the servers are and how they are set. Reading it finds every fault
 * in one go, each with its file, line and key and with what is allowed there.
 */
@NullMarked
package dev.gavel.server.config;

import org.jspecify.annotations.NullMarked;
