package dev.gavel.server.http;

/**
 * What programs can ask under which path. The routes are made from it, and so is the description of the
 * interface, {@code openapi.json}: what is not here is neither there nor described.
 */
enum Endpoint {
    COMMANDS("POST", "/v1/commands"),
    AUCTIONS("GET", "/v1/auctions"),
    AUCTION("GET", "/v1/auctions/{auction}"),
    BIDS("GET", "/v1/auctions/{auction}/bids"),
    ROUNDS("GET", "/v1/auctions/{auction}/rounds"),
    RESULT("GET", "/v1/auctions/{auction}/result"),
    EXPLAIN("GET", "/v1/auctions/{auction}/explain"),
    CAN_BID("GET", "/v1/auctions/{auction}/can-bid"),
    ITEMS("GET", "/v1/items"),
    FORMATS("GET", "/v1/formats"),
    REQUEST("GET", "/v1/requests/{key}"),
    EVENTS("GET", "/v1/events"),
    CLUSTER("GET", "/v1/cluster"),
    UPGRADE("GET", "/v1/cluster/upgrade"),
    ELECTIONS("GET", "/v1/cluster/elections"),
    TRANSFER("POST", "/v1/cluster/transfer"),
    SNAPSHOT("POST", "/v1/cluster/snapshot"),
    LIVEZ("GET", "/livez"),
    HEALTHZ("GET", "/healthz"),
    READYZ("GET", "/readyz"),
    METRICS("GET", "/metrics"),
    OPENAPI("GET", "/openapi.json");

    private final String method;
    private final String path;

    Endpoint(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** {@code GET} or {@code POST}. */
    String method() {
        return method;
    }

    /** As {@code /v1/auctions/{auction}}. */
    String path() {
        return path;
    }
}
