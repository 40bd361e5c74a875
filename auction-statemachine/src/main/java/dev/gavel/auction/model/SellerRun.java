package dev.gavel.auction.model;

import java.util.Optional;

/**
 * Says that the rounds of a clock are called by its seller's own program, not by the house.
 *
 * @param key by which that program signs them; empty if it does not
 */
public record SellerRun(Optional<SellerKey> key) {}
