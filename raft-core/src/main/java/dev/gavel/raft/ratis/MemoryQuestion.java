package dev.gavel.raft.ratis;

import dev.gavel.raft.ratis.LogQuestion.LogEnd;
import dev.gavel.raft.ratis.Memory.Known;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.UnknownFieldSet;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks another server what it remembers of this one, which has just started. */
final class MemoryQuestion extends VoteQuestion {

    /** Number of the field, in the question and in the answer. */
    private static final int FIELD = 7_002;
    private static final int QUESTION = 2;
    private static final int ANSWER = 4;

    private static final Answer NOTHING = new Answer(new Known(-1, -1), -1, -1);

    private final Memory memory;
    private volatile @Nullable Supplier<Optional<LogEnd>> logEnd;

    /**
     * The answer.
     *
     * @param of what the other remembers of the server that asked
     * @param logEnd where the other's own log ends; -1 while it does not know
     * @param term that the other is in; -1 while it does not know
     */
    record Answer(Known of, long logEnd, long term) {}

    /** Answers from {@code memory}. */
    MemoryQuestion(Memory memory) {
        this.memory = memory;
    }

    /** Answers from now on with the end of the own log as well. */
    void watch(Supplier<Optional<LogEnd>> opened) {
        logEnd = opened;
    }

    /**
     * Asks the receiver of {@code call}, by a server that is in {@code term}.
     *
     * @param starts how often this server was started
     * @param nonce another at each start
     */
    static RequestVoteRequestProto of(RaftRpcRequestProto call, long term, long starts,
            long nonce) {
        return LogQuestion.of(call, term)
                .toBuilder()
                .setUnknownFields(fields(starts, nonce))
                .build();
    }

    /** The answer; of a server that does not know the question, that it knows nothing. */
    static Answer answer(RequestVoteReplyProto reply) {
        var said = numbers(reply.getUnknownFields());
        return said.size() < ANSWER ? NOTHING
                : new Answer(new Known(said.get(0), said.get(1)), said.get(2), said.get(3));
    }

    @Override
    Optional<RequestVoteReplyProto> answer(RequestVoteRequestProto vote) {
        var asked = numbers(vote.getUnknownFields());
        if (asked.size() < QUESTION) {
            return Optional.empty();
        }
        var who = RatisProperties.number(
                RaftPeerId.valueOf(vote.getServerRequest().getRequestorId()));
        var known = memory.askedBy(who, asked.get(0), asked.get(1));
        var opened = logEnd;
        var end = opened == null ? Optional.<LogEnd>empty() : opened.get();
        return Optional.of(RequestVoteReplyProto.newBuilder()
                .setUnknownFields(fields(known.index(), known.starts(),
                        end.map(it -> it.entry().getIndex()).orElse(-1L),
                        end.map(LogEnd::term).orElse(-1L)))
                .build());
    }

    private static List<Long> numbers(UnknownFieldSet fields) {
        return fields.getField(FIELD).getFixed64List();
    }

    private static UnknownFieldSet fields(long... numbers) {
        var field = UnknownFieldSet.Field.newBuilder();
        for (var number : numbers) {
            field.addFixed64(number);
        }
        return UnknownFieldSet.newBuilder().addField(FIELD, field.build()).build();
    }
}
