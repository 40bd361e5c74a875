package dev.gavel.server.config;

/**
 * A fault in a configuration.
 *
 * @param where file, and line where known, as {@code conf/gavel.conf:12}; or an environment
 *        variable
 * @param key path of the key within the file; empty if the file as a whole is meant
 * @param message what is wrong and what is allowed
 */
public record ConfigFault(String where, String key, String message) {

    /** The fault as {@code file:line: key: message}, as compilers print. */
    @Override
    public String toString() {
        return key.isEmpty() ? where + ": " + message : where + ": " + key + ": " + message;
    }
}
