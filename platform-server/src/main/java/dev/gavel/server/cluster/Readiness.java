package dev.gavel.server.cluster;

/**
 * Whether a server may take traffic. Every entrance shows this one value: {@code /readyz}, the
 * health service of gRPC, the rows of the cluster, the metrics and the log.
 */
public sealed interface Readiness {

    /** It may take traffic. */
    record Ready() implements Readiness {}

    /**
     * It may not take traffic.
     *
     * @param because one sentence for operators
     */
    record NotReady(String because) implements Readiness {

        /** Refuses an empty reason. */
        public NotReady {
            if (because.isBlank()) {
                throw new IllegalArgumentException("a server that is not ready says why");
            }
        }
    }

    /** A server that may take traffic. */
    static Readiness ready() {
        return new Ready();
    }

    /** A server that may not take traffic, for this reason. */
    static Readiness not(String because) {
        return new NotReady(because);
    }

    /** It may not, for this reason; where none is told, as by an earlier program, that is said. */
    static Readiness unlessTold(String because) {
        return new NotReady(because.isBlank() ? "it does not say why" : because);
    }

    /** Whether it may take traffic. */
    default boolean isReady() {
        return this instanceof Ready;
    }

    /** Why it may not take traffic; empty if it may. */
    default String because() {
        return switch (this) {
            case Ready ready -> "";
            case NotReady no -> no.because();
        };
    }
}
