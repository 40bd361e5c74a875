package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.AuctionId;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What stands behind the method of a request: path and parameters. It is read or refused, and the
 * path that the rest of the server is given is read as the same one.
 */
@Timeout(10)
class TargetFuzz {

    @FuzzTest
    void aTargetHasOneMeaning(byte[] latin1) {
        HttpURI address;
        try {
            address = HttpURI.from("http", "localhost", 8080,
                    new String(latin1, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException refused) {
            return; // the HTTP library answers such a request itself
        }
        try {
            var target = Target.of(address);
            assertThat(Target.of(HttpURI.from("http", "localhost", 8080, target.path())).segments())
                    .isEqualTo(target.segments());
            target.only(Set.of("auction", "after"));
            var auction = target.value("auction");
            var after = target.value("after");
            AuctionId.parse(auction == null ? "" : auction);
            FeedPosition.parse(after == null ? "" : after);
        } catch (HttpTrouble refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
    }
}
