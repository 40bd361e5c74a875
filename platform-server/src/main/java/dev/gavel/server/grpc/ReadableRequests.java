package dev.gavel.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.io.InputStream;

/**
 * Answers bytes that are no message of the method with {@code INVALID_ARGUMENT}. Otherwise gRPC
 * takes them for a bug of this server: the caller is told {@code UNKNOWN}, and a trace is logged.
 */
final class ReadableRequests implements ServerInterceptor {

    /** The same service, by which unreadable requests get as far as {@link #interceptCall}. */
    static ServerServiceDefinition of(ServerServiceDefinition service) {
        var methods = service.getMethods().stream().map(ReadableRequests::of).toList();
        var descriptor = ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(definition::addMethod);
        return definition.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> of(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder(new NullIfUnreadable<>(descriptor.getRequestMarshaller()),
                        descriptor.getResponseMarshaller()).build(),
                method.getServerCallHandler());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(@Nullable Q message) {
                if (message == null && !refused) {
                    refused = true;
                    call.close(Status.INVALID_ARGUMENT.withDescription(
                            "request: these bytes are no message of " + call.getMethodDescriptor()
                                    .getFullMethodName()),
                            new Metadata());
                } else if (!refused && message != null) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private record NullIfUnreadable<Q>(Marshaller<Q> reader) implements Marshaller<Q> {

        @Override
        public InputStream stream(Q message) {
            return reader.stream(message);
        }

        @Override
        @SuppressWarnings("NullAway") // what interceptCall then sees
        public @Nullable Q parse(InputStream bytes) {
            try {
                return reader.parse(bytes);
            } catch (RuntimeException unreadable) {
                return null;
            }
        }
    }
}
