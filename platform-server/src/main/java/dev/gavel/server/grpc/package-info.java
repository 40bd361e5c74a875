/** The client port: gRPC in, desk and feed behind it. The only package that names gRPC. */
@NullMarked
package dev.gavel.server.grpc;

import org.jspecify.annotations.NullMarked;
