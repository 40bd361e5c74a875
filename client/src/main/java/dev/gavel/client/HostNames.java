package dev.gavel.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import org.jspecify.annotations.Nullable;

import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Looks hosts up by the system, each time a connection is made. The network's library has a resolver of
 * its own, which refuses names that are none of the Internet's, such as {@code gavel_node}; systems know
 * such names all the same.
 */
final class HostNames extends NameResolverProvider {
    private static final String SCHEME = "gavel";
    private static final int USUAL_PRIORITY = 5;

    static {
        NameResolverRegistry.getDefaultRegistry().register(new HostNames());
    }

    private HostNames() {}

    /** What a channel is made for that is to look {@code address} up so. */
    static String target(ServerAddress address) {
        return SCHEME + ":///" + address;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return USUAL_PRIORITY;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        if (!SCHEME.equals(target.getScheme())) {
            return null;
        }
        var executor = args.getOffloadExecutor();
        return new Lookup(ServerAddress.parse(target.getPath().substring(1)),
                executor == null ? Runnable::run : executor, args.getSynchronizationContext());
    }

    /** One name. */
    private static final class Lookup extends NameResolver {
        private final ServerAddress address;
        private final Executor executor;
        /** In which all but the looking up happens, one after the other. */
        private final SynchronizationContext oneByOne;
        private @Nullable Listener2 listener;

        private Lookup(ServerAddress address, Executor executor,
                SynchronizationContext oneByOne) {
            this.address = address;
            this.executor = executor;
            this.oneByOne = oneByOne;
        }

        @Override
        public String getServiceAuthority() {
            return IDN.toASCII(address.host()) + ":" + address.port();
        }

        @Override
        public void start(Listener2 told) {
            listener = told;
            refresh();
        }

        @Override
        public void refresh() {
            var told = listener;
            if (told != null) {
                executor.execute(() -> lookUp(told));
            }
        }

        private void lookUp(Listener2 told) {
            var result = found();
            oneByOne.execute(() -> {
                if (listener != null) { // else the connection was given up meanwhile
                    told.onResult2(result);
                }
            });
        }

        private ResolutionResult found() {
            try {
                var found = Arrays.stream(InetAddress.getAllByName(IDN.toASCII(address.host())))
                        .map(each -> new EquivalentAddressGroup(
                                new InetSocketAddress(each, address.port())))
                        .toList();
                return ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(found))
                        .build();
            } catch (UnknownHostException | RuntimeException e) {
                return ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromStatus(
                                Status.UNAVAILABLE.withCause(e).withDescription("not found")))
                        .build();
            }
        }

        @Override
        public void shutdown() {
            listener = null;
        }
    }
}
