package dev.gavel.raft.ratis;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;

/**
 * Keeps this process from reading objects in Java's own serialised form, wherever they come from.
 * The launcher does so as well; this is for servers that are started in another way.
 */
public final class NoJavaObjects {

    private NoJavaObjects() {}

    /** Forbids them from now on, unless the process has a rule of its own. */
    public static synchronized void areRead() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(object -> Status.REJECTED);
        }
    }
}
