package dev.gavel.auction.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gavel.auction.message.FeedPosition;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;

/** Names, ids, times and positions in texts of callers: what is read is written again the same. */
@Timeout(10)
class TextsFuzz {

    @FuzzTest
    void textsAreReadOrRefused(byte[] utf8) {
        var text = new String(utf8, StandardCharsets.UTF_8);
        UserName.parse(text).ifPresent(name -> assertThat(name.value()).isEqualTo(text));
        AuctionId.parse(text).ifPresent(id -> assertThat(id).hasToString(text));
        ItemId.parse(text).ifPresent(id -> assertThat(id).hasToString(text));
        Currency.of(text).ifPresent(currency -> assertThat(currency.code()).isEqualTo(text));
        FeedPosition.parse(text)
                .ifPresent(position -> assertThat(FeedPosition.parse(position.toString()))
                        .contains(position));
        Times.parse(text)
                .ifPresent(time -> assertThat(Times.parse(Times.format(time))).hasValue(time));
        SellerKey.parse(text)
                .ifPresent(key -> assertThat(SellerKey.parse(key.base64())).contains(key));
        SellerKey.isSignature(text);
    }
}
