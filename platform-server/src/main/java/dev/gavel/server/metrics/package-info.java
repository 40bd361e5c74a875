/** What a server counts and measures, as Prometheus reads it. The only package that names Micrometer. */
@NullMarked
package dev.gavel.server.metrics;

import org.jspecify.annotations.NullMarked;
