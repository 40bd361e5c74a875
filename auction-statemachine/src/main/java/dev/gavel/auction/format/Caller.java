package dev.gavel.auction.format;

import dev.gavel.auction.model.UserName;

/**
 * Who asks, and when.
 *
 * @param name who; the object in the state where the house knows them
 * @param isRegistered whether the house knows them
 * @param now replicated time, in milliseconds since 1970
 * @param index log index of the command
 */
public record Caller(UserName name, boolean isRegistered, long now, long index) {}
