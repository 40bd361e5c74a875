/**
 * The auction machine alone, on one thread, without replication: JMH benchmarks behind
 * {@code gavel bench rules}. Each measures what it says and fails if a bid it counts was refused.
 */
@NullMarked
package dev.gavel.lab.bench.rules;

import org.jspecify.annotations.NullMarked;
