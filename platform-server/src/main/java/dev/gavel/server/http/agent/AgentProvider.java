package dev.gavel.server.http.agent;

import dev.gavel.client.cli.House;
import dev.gavel.client.cli.WebProvider;

import java.io.IOException;
import java.util.Optional;

/** Brings the page to the command line. */
public final class AgentProvider implements WebProvider {

    @Override
    public Agent open(House house, Setup setup) throws IOException {
        var client = house.client();
        var servers = new HouseServers(client::httpAddresses);
        try {
            servers.look();
            var seats = new Seats(client, house.servers().getFirst(), setup.seats());
            var user = house.namesUser() ? Optional.of(house.user()) : Optional.<String>empty();
            return new LocalPage(setup.listen(), user, servers, seats);
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }
}
