package dev.gavel.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all its faults. */
public final class ConfigFaultsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigFault> faults;

    /**
     * Takes at least one fault.
     *
     * @param faults all of them, in the order of the file
     */
    public ConfigFaultsException(List<ConfigFault> faults) {
        super(faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All faults; never empty. The message is these, a line each. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
