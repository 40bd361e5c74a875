package dev.gavel.auction.schema;

import dev.gavel.auction.model.HouseVersion;

/**
 * What every field has.
 *
 * @param name in JSON
 * @param about what it means, as one sentence
 * @param required whether it must be there
 * @param since the first version of the house that knows it
 */
public record Head(String name, String about, boolean required, int since) {

    /** Of a field that may be left out, and that every house knows. */
    public static Head of(String name, String about) {
        return new Head(name, about, false, HouseVersion.FIRST);
    }

    /** Of a field that must be there, and that every house knows. */
    public static Head required(String name, String about) {
        return new Head(name, about, true, HouseVersion.FIRST);
    }

    /** The same, known only from {@code version} on. */
    public Head from(int version) {
        return new Head(name, about, required, version);
    }

    /** The same with another sentence, for a record in which it means something else. */
    public Head meaning(String other) {
        return new Head(name, other, required, since);
    }

    /** The same, in a record that cannot be without it. */
    public Head always() {
        return new Head(name, about, true, since);
    }
}
