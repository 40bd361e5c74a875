package dev.gavel.auction.format;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.Optional;

/** Why an auction stands as it does, in plain sentences, for one who may see how it stands. */
public interface Explained {

    /** The sentences on an auction that is open or paused; {@code by} hears of what is their own, too. */
    void explainRunning(Auction auction, Optional<UserName> by, List<Told> out);

    /** The sentences on how an auction ended, after the one that tells who bought. */
    void explainClosed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<Told> out);
}
