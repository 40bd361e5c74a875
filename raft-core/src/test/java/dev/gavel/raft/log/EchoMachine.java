package dev.gavel.raft.log;

import dev.gavel.raft.Applied;
import dev.gavel.raft.Bytes;
import dev.gavel.raft.Entry;
import dev.gavel.raft.ReplicatedMachine;
import dev.gavel.raft.Reply;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/** Answers each command with itself, and counts them: so whatever fails, replication failed. */
final class EchoMachine implements ReplicatedMachine<Long, String> {

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public Applied<Long, String> apply(Long before, Entry entry) {
        var replies = entry.requests()
                .stream()
                .<Reply>map(request -> new Reply.Encoded(request.payload()))
                .toList();
        return new Applied<>(before + replies.size(), replies, List.of(), Bytes.EMPTY);
    }

    @Override
    public OptionalLong nextDeadlineMillis(Long state) {
        return OptionalLong.empty();
    }

    @Override
    public int logVersion(Long state) {
        return NEWEST_LOG;
    }

    @Override
    public int newestLogVersion() {
        return NEWEST_LOG;
    }

    @Override
    public void save(Long state, OutputStream out) throws IOException {
        var data = new DataOutputStream(out);
        data.writeLong(state);
        data.flush();
    }

    @Override
    public Long load(InputStream in) throws IOException {
        return new DataInputStream(in).readLong();
    }
}
