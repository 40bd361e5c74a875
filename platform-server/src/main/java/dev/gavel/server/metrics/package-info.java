/**
 * A server's counters and measurements, as Prometheus reads them. The only package that names
 * Micrometer.
 */
@NullMarked
package dev.gavel.server.metrics;

import org.jspecify.annotations.NullMarked;
