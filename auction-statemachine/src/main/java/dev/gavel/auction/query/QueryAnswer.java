package dev.gavel.auction.query;

/** An answer to a query: a verdict as in HTTP and a JSON object. */
public final class QueryAnswer {

    private final int status;
    private final byte[] json;

    QueryAnswer(int status, byte[] json) {
        this.status = status;
        this.json = json;
    }

    /** 200; 400 for what is no query; 404 for what is not there, or not for the one who asks. */
    public int status() {
        return status;
    }

    /** The answer, or an outcome that says why there is none; not to be changed. */
    public byte[] json() {
        return json;
    }
}
