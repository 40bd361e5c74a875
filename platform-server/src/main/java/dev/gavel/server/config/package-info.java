/**
 * The configuration file: the servers' addresses and their settings. Reading it finds every fault
 * at once, each with its file, line and key and with the allowed values.
 */
@NullMarked
package dev.gavel.server.config;

import org.jspecify.annotations.NullMarked;
