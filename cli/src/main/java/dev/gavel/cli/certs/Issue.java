package dev.gavel.cli.certs;

/** What can be wrong with a certificate or its key, in the words of {@code gavel certs show}. */
enum Issue {
    /** The file is not there. */
    NO_CERTIFICATE("no certificate"),
    /** The file holds none in PEM. */
    DAMAGED_CERTIFICATE("damaged certificate"),
    /** The file is not there. */
    NO_KEY("no key"),
    /** The file holds none in PEM, or an encrypted one. */
    DAMAGED_KEY("damaged key"),
    /** Others may know it. */
    OPEN_KEY("key readable by others"),
    /** It belongs to another certificate. */
    OTHER_KEY("key of another certificate"),
    /** By the clock of this machine. */
    EXPIRED("expired"),
    /** By the clock of this machine. */
    NOT_YET("not valid yet"),
    /** Within the days in which {@code renew} renews. */
    ENDS_SOON("ends soon"),
    /** The house's root did not issue it. */
    OTHER_ROOT("of another root"),
    /** It names another house, server or operator. */
    OTHER_NAME("in another name"),
    /** The configuration has a host that it does not name. */
    OTHER_HOSTS("not for all hosts");

    private final String words;

    Issue(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
