package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.thirdparty.io.grpc.Metadata;

/**
 * Ratis 3.3.0 tells of an error by the Java object of it, and by the name of its class. The other end would
 * read that object, whoever made it, and load and make an object of the class named: neither is sent here,
 * nor taken. Nothing depends on it but words in a log.
 *
 * @see "docs/upstream/exception-object.md"
 */
final class JavaTrailers {

    private JavaTrailers() {}

    /** {@code trailers} without them, taken away in place. */
    static Metadata without(Metadata trailers) {
        trailers.discardAll(GrpcUtil.EXCEPTION_OBJECT_KEY);
        trailers.discardAll(GrpcUtil.EXCEPTION_TYPE_KEY);
        return trailers;
    }
}
