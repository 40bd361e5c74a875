package dev.gavel.auction.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths of time as people say them. */
class SpansTest {

    @ParameterizedTest
    @CsvSource({"0,just now", "999,just now", "1000,1 second ago", "2500,2 seconds ago",
            "119999,119 seconds ago", "173079,2 minutes ago", "7200000,2 hours ago",
            "172799999,47 hours ago", "173079000,2 days ago", "9223372036854775807,"
                    + "106751991167 days ago"})
    void saysHowLongAgoSomethingWas(long millis, String words) {
        assertThat(Spans.ago(millis)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"-1,0 s", "0,0 s", "1500,1.5 s", "10000,10 s", "150000,2 min 30 s",
            "9000000,2 h 30 min", "200000000,2 days 7 h"})
    void saysHowLongSomethingIs(long millis, String words) {
        assertThat(Spans.inWords(millis)).isEqualTo(words);
    }
}
