package dev.gavel.auction.model;

import java.util.Optional;

/**
 * What one auction sells.
 *
 * @param name 1 to 500 characters
 * @param description up to 100,000 characters
 * @param item the catalogue's item it is, if it was consigned before
 */
public record Lot(String name, String description, Optional<ItemId> item) {}
