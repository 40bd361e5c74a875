package dev.gavel.server.desk;

import dev.gavel.raft.Bytes;

/**
 * How a read ended.
 *
 * @param status as in HTTP: 200, or 400, 401, 403, 404, 429, 503 with an outcome in {@code json}
 * @param json the view, or the outcome
 * @param index the log index it is true at
 */
public record ReadAnswer(int status, Bytes json, long index) {}
