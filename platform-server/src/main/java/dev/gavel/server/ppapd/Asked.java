package dev.gavel.server.ppapd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.UserName;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of one request. A bad field is refused by its name, and unknown fields are ignored.
 */
final class Asked {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final long WHOLE_MAX = 1_000_000_000_000_000L;

    private final JsonNode fields;

    private Asked(JsonNode fields) {
        this.fields = fields;
    }

    static Asked parse(String json) throws Refused {
        try {
            var fields = JSON.readTree(json);
            if (fields.isObject()) {
                return new Asked(fields);
            }
        } catch (JsonProcessingException e) {
            throw new Refused("The request is no JSON.");
        }
        throw new Refused("The request must be a JSON object.");
    }

    private JsonNode field(String name) throws Refused {
        var value = fields.get(name);
        if (value == null) {
            throw new Refused(name + ": it is missing.");
        }
        return value;
    }

    String text(String name, int charsMax) throws Refused {
        var value = field(name);
        if (!value.isTextual()) {
            throw new Refused(name + ": it must be a text.");
        }
        if (value.textValue().length() > charsMax) {
            throw new Refused(name + ": it has more than " + charsMax + " characters.");
        }
        return value.textValue();
    }

    /** A name of an auction or item: 1 to 500 characters. */
    String name(String name) throws Refused {
        var text = text(name, Limits.NAME_CHARS_MAX);
        if (text.isEmpty()) {
            throw new Refused(name + ": it must have 1 to " + Limits.NAME_CHARS_MAX
                    + " characters.");
        }
        return text;
    }

    UserName user(String name) throws Refused {
        return Names.inHouse(name(name))
                .orElseThrow(() -> new Refused(
                        name + ": it has characters in it that nobody can see."));
    }

    /** The winner; empty for nobody, however the program says that. */
    Optional<UserName> winner(String name) throws Refused {
        var value = fields.get(name);
        return value == null || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())
                        ? Optional.empty()
                        : Optional.of(user(name));
    }

    /** A whole number, also if it is written as 100.0. */
    long number(String name, long least, long most) throws Refused {
        var value = field(name);
        if (!value.isNumber()) {
            throw new Refused(name + ": it must be a number.");
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong()
                || Math.abs(value.longValue()) > WHOLE_MAX) {
            throw new Refused(name + ": it must be a whole number.");
        }
        if (value.longValue() < least || value.longValue() > most) {
            throw new Refused(name + ": it must lie between " + least + " and " + most + ".");
        }
        return value.longValue();
    }

    /** An auction's id: "1", or 1. */
    AuctionId auction() throws Refused {
        var value = field("auction_id");
        var id = value.isTextual() || value.isIntegralNumber()
                ? AuctionId.parse(value.asText())
                : Optional.<AuctionId>empty();
        return id.orElseThrow(
                () -> new Refused("auction_id: it must be the id of an auction, such as \"1\"."));
    }

    /** Buyers, and whether each is active. */
    SortedMap<UserName, Boolean> buyers() throws Refused {
        var value = field("buyers");
        if (!value.isObject()) {
            throw new Refused("buyers: it must be an object.");
        }
        var buyers = new TreeMap<UserName, Boolean>();
        for (var entry : value.properties()) {
            if (!entry.getValue().isBoolean()) {
                throw new Refused("buyers: each is active, true, or not, false.");
            }
            buyers.put(Names.inHouse(entry.getKey())
                    .orElseThrow(() -> new Refused("buyers: there is one without a name.")),
                    entry.getValue().booleanValue());
        }
        return buyers;
    }
}
