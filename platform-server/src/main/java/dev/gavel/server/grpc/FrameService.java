package dev.gavel.server.grpc;

import dev.gavel.client.FrameMarshaller;
import dev.gavel.wire.v1.GavelGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;

/**
 * {@link GavelService} with frames of commands as bytes. No messages are made of them, so none of
 * the many objects in between. On the wire nothing differs.
 */
final class FrameService {

    private FrameService() {}

    static ServerServiceDefinition of(GavelService service) {
        var submit = GavelGrpc.getSubmitMethod()
                .toBuilder(new FrameMarshaller(), new FrameMarshaller())
                .build();
        var generated = service.bindService();
        var descriptor = ServiceDescriptor.newBuilder(generated.getServiceDescriptor().getName())
                .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor());
        var others = generated.getMethods()
                .stream()
                .filter(method -> !method.getMethodDescriptor()
                        .getFullMethodName()
                        .equals(submit.getFullMethodName()))
                .toList();
        others.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var definition = ServerServiceDefinition.builder(descriptor.addMethod(submit).build())
                .addMethod(submit, ServerCalls.asyncBidiStreamingCall(service::submitFrames));
        others.forEach(definition::addMethod);
        return definition.build();
    }
}
