package dev.gavel.cli.verbs;

/** A verb from outside this package, found when it is called, and not before. */
public interface VerbProvider {

    /** The verb, as picocli takes one. */
    Object verb(House house);
}
