/**
 * The HTTP port: JSON, event streams, health, metrics. The only package that names the HTTP
 * library.
 */
@NullMarked
package dev.gavel.server.http;

import org.jspecify.annotations.NullMarked;
