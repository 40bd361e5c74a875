package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;

class UsersTest {

    private static final int MANY = 40_000;

    /** More than there are places for notes, and some whose hashes are equal. */
    @Test
    void findsEverybodyWhateverWasNotedBefore() {
        var users = Users.none();
        var versions = new ArrayList<Users>();
        for (var i = 0; i < MANY; i++) {
            users = users.with(user(i));
            if (i % 10_000 == 0) {
                versions.add(users);
            }
        }
        var random = new Random(5);
        for (var i = 0; i < 10 * MANY; i++) {
            var number = random.nextInt(MANY);
            assertThat(users.find(name(number))).isSameAs(users.byNumber().get(number));
        }
        assertThat(users.find("nobody")).isNull();
        for (var version : versions) {
            var size = version.byNumber().size();
            for (var i = 0; i < 1_000; i++) {
                var number = random.nextInt(MANY);
                assertThat(version.find(name(number)) != null).isEqualTo(number < size);
            }
        }
    }

    @Test
    void keepsWhatChangedApartFromWhatWas() {
        var before = Users.none().with(user(0)).with(user(1));
        assertThat(before.find(name(1))).isNotNull();
        var after = before.with(before.byNumber().get(1).in(new AuctionId(7)));
        assertThat(after.find(name(1))).isSameAs(after.byNumber().get(1));
        assertThat(before.find(name(1))).isSameAs(before.byNumber().get(1));
        assertThat(before.byNumber().get(1).newestPart()).isZero();
        assertThat(after.byNumber().get(1).newestPart()).isEqualTo(7);
    }

    @Test
    void knowsWhereOneTakesPart() {
        var user = user(0).in(new AuctionId(5)).in(new AuctionId(3)).in(new AuctionId(9));
        for (var id : new long[]{3, 5, 9}) {
            assertThat(user.isIn(new AuctionId(id))).isTrue();
        }
        for (var id : new long[]{1, 4, 8, 10}) {
            assertThat(user.isIn(new AuctionId(id))).isFalse();
        }
        var left = user.notIn(new AuctionId(9));
        assertThat(left.isIn(new AuctionId(9))).isFalse();
        assertThat(left.newestPart()).isEqualTo(5);
        assertThat(left.notIn(new AuctionId(4)).newestPart()).isEqualTo(5);
        assertThat(left.notIn(new AuctionId(5)).notIn(new AuctionId(3)).newestPart()).isZero();
    }

    private static User user(int number) {
        return User.registered(number, new UserName(name(number)), Optional.empty(),
                Optional.empty(), 0);
    }

    /** Every fourth has the hash of the one before: "Aa" and "BB" hash alike. */
    private static String name(int number) {
        return number % 4 == 3 ? "BB" + (number - 1) : "Aa" + number;
    }
}
