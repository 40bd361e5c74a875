package dev.gavel.raft.ratis;

import org.apache.ratis.grpc.GrpcUtil;
import org.apache.ratis.thirdparty.io.grpc.Metadata;

/**
 * Takes Java objects and class names out of errors. Ratis 3.3.0 sends an error as its Java object
 * and the name of its class. The other end would read that object, wherever it came from, and make
 * an object of the class named. So neither is sent here, nor taken. Nothing depends on them but
 * words in a log.
 *
 * @see "docs/upstream/exception-object.md"
 */
final class JavaTrailers {

    private JavaTrailers() {}

    /** Takes them away from {@code trailers}, in place. */
    static Metadata without(Metadata trailers) {
        trailers.discardAll(GrpcUtil.EXCEPTION_OBJECT_KEY);
        trailers.discardAll(GrpcUtil.EXCEPTION_TYPE_KEY);
        return trailers;
    }
}
