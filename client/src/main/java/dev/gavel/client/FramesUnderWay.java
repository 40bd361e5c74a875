package dev.gavel.client;

/**
 * Frames sent of which no command was heard of yet. As the house answers in the order of its log, the
 * first answer out of a frame says that the server has taken it up.
 */
final class FramesUnderWay {
    private final long[] firstSeqs;
    private int head;
    private int size;

    FramesUnderWay(int most) {
        firstSeqs = new long[most];
    }

    boolean hasRoom() {
        return size < firstSeqs.length;
    }

    void add(long firstSeq) {
        firstSeqs[(head + size) % firstSeqs.length] = firstSeq;
        size++;
    }

    /** The server spoke of this command: so it has the frames that began before it or with it. */
    void heardOf(long seq) {
        while (size > 0 && firstSeqs[head] <= seq) {
            head = (head + 1) % firstSeqs.length;
            size--;
        }
    }

    void clear() {
        size = 0;
    }
}
