package dev.gavel.server.grpc;

import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a call brings. */
final class Recorder<T> implements StreamObserver<T> {

    final List<T> messages = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;
    volatile boolean completed;

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable why) {
        failure = why;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }
}
