package dev.gavel.sellerrun;

import dev.gavel.client.JsonObject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a seller's program keeps on its disk about one auction, a line of JSON for each thing, synced
 * before anybody is told of it: the key pair, the terms, each round, where the buyers are, and what has
 * become of the result. A last line that was not written to its end is dropped.
 *
 * <p>Its name holds the auction and a part of the key, since another house counts auctions from 1 too.
 */
public final class Journal implements AutoCloseable {
    private static final String ENDING = ".jsonl";
    private static final int SECRET_BYTES = 32;
    private static final int NAME_BYTES = 4;

    /** A line, with a thousand long names in it, has about half of that. */
    private static final int PAGE_BYTES = 160 << 10;

    /** The house takes 200 in one command. */
    private static final int PAGE_ROUNDS = 100;

    private final Path file;
    private final FileChannel channel;
    private Optional<Signing.Key> key = Optional.empty();
    private byte[] secret = new byte[0];
    private Optional<SaleTerms> terms = Optional.empty();
    private Optional<Round> last = Optional.empty();
    private Map<String, String> addresses = new TreeMap<>();
    private Optional<String> resultKey = Optional.empty();
    private boolean handedIn;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins one, before the house has given the auction its id.
     *
     * @param key the seller's; empty where rounds are not signed
     */
    public static Journal begin(Path folder, Optional<Signing.Key> key) throws IOException {
        Files.createDirectories(folder);
        var journal = open(folder.resolve("new-" + tail(key.map(Signing.Key::publicKey)
                .orElse(Long.toString(System.nanoTime()))) + ENDING));
        journal.secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(journal.secret);
        journal.key = key;
        var line = JsonObject.of("type", "key")
                .with("tickets", Base64.getEncoder().encodeToString(journal.secret));
        journal.write(key.isEmpty()
                ? line
                : line.with("public", key.get().publicKey())
                        .with("secret", key.get().secretText()));
        return journal;
    }

    /**
     * The journal of an auction; empty where there is none on this machine.
     *
     * @param sellerKey the auction's, as the house knows it; empty where the house cannot be asked, or
     *        where there is none
     */
    public static Optional<Journal> find(Path folder, String auction, Optional<String> sellerKey)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.filter(each -> isOf(each, auction, sellerKey))
                    .sorted(Comparator.comparing(Journal::lastChange).reversed())
                    .toList();
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(open(files.getFirst()));
    }

    private static boolean isOf(Path file, String auction, Optional<String> sellerKey) {
        var name = file.getFileName().toString();
        return sellerKey.isPresent()
                ? name.endsWith("-" + tail(sellerKey.get()) + ENDING)
                : name.startsWith(auction + "-") && name.endsWith(ENDING);
    }

    private static FileTime lastChange(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** A few letters of a key that are fit for a file's name. */
    private static String tail(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of()
                .formatHex(bytes, Math.max(0, bytes.length - 2 * NAME_BYTES),
                        bytes.length);
    }

    private static Journal open(Path file) throws IOException {
        if (!Files.exists(file)) {
            createForOwner(file);
        }
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            var journal = new Journal(file, channel);
            journal.read();
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** It holds a secret key, so nobody else reads it, where files can be kept from others at all. */
    private static void createForOwner(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) {
            Files.createFile(file);
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // said below
        }
        throw new IOException("this auction is being sold already, by another program that holds "
                + file);
    }

    private void read() throws IOException {
        var all = Files.readAllBytes(file);
        var from = 0;
        for (var at = 0; at < all.length; at++) {
            if (all[at] == '\n') {
                take(JsonObject.parse(all, from, at - from));
                from = at + 1;
            }
        }
        channel.truncate(from);
        channel.position(from);
    }

    private void take(JsonObject line) {
        switch (line.text("type").orElse("")) {
            case "key" -> {
                secret = Base64.getDecoder().decode(line.text("tickets").orElse(""));
                key = line.text("secret")
                        .map(text -> Signing.Key.of(text, line.text("public").orElse("")));
            }
            case "terms" -> terms = Optional.of(SaleTerms.of(line));
            case "round" -> last = Optional.of(Round.of(line));
            case "addresses" -> {
                var buyers = line.object("buyers").orElse(JsonObject.EMPTY);
                addresses = new TreeMap<>();
                buyers.names()
                        .forEach(name -> addresses.put(name, buyers.text(name).orElse("")));
            }
            case "result" -> resultKey = line.text("key");
            case "handedIn" -> handedIn = true;
            default -> {
                // of a later version
            }
        }
    }

    /** The house has given the auction its id. */
    public Journal keep(SaleTerms given) throws IOException {
        write(given.toJson().with("type", "terms"));
        terms = Optional.of(given);
        var name = file.getFileName().toString();
        if (!name.startsWith("new-")) {
            return this;
        }
        var named = file.resolveSibling(given.auction() + name.substring("new".length()));
        close();
        Files.move(file, named);
        return open(named);
    }

    /** Writes down how the sale stands; on the disk when it returns. */
    public void keep(Round round, Signing.Mark mark) {
        write(round.toJson()
                .with("type", "round")
                .with("at", mark.atMillis())
                .with("signature", mark.base64()));
        last = Optional.of(round);
    }

    /**
     * Rounds in the order they were written.
     *
     * @param kept with their marks, oldest first
     * @param next where to go on reading
     */
    record Page(List<Marked> kept, long next) {}

    /** A round and its mark. */
    record Marked(Round round, Signing.Mark mark) {}

    /** Some rounds from a place on, as many as fit into one command; none at the end. */
    Page read(long from) {
        try {
            var page = read(from, PAGE_BYTES);
            while (page.kept().isEmpty() && page.next() < channel.size()) {
                page = read(page.next(), PAGE_BYTES);
            }
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the seller's journal " + file, e);
        }
    }

    private Page read(long from, long size) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(size, channel.size() - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
            // until it is full
        }
        var kept = new ArrayList<Marked>();
        var begin = 0;
        for (var at = 0; at < bytes.position() && kept.size() < PAGE_ROUNDS; at++) {
            if (bytes.get(at) == '\n') {
                marked(JsonObject.parse(bytes.array(), begin, at - begin)).ifPresent(kept::add);
                begin = at + 1;
            }
        }
        return begin == 0 && from + size < channel.size()
                ? read(from, size * 2) // a line that is longer
                : new Page(kept, from + begin);
    }

    private static Optional<Marked> marked(JsonObject line) {
        return line.text("type").filter("round"::equals).isEmpty()
                ? Optional.empty()
                : Optional.of(new Marked(Round.of(line), new Signing.Mark(
                        line.number("at").orElse(0), line.text("signature"))));
    }

    /** Writes down where the buyers are, where that is news. */
    public void keep(Map<String, String> buyers) {
        if (!buyers.equals(addresses)) {
            var names = JsonObject.EMPTY;
            for (var buyer : buyers.entrySet()) {
                names = names.with(buyer.getKey(), buyer.getValue());
            }
            write(JsonObject.of("type", "addresses").with("buyers", names));
            addresses = new TreeMap<>(buyers);
        }
    }

    /** Writes down the request id under which the result is handed in, before it first is. */
    public void keepResultKey(String id) {
        write(JsonObject.of("type", "result").with("key", id));
        resultKey = Optional.of(id);
    }

    /** Writes down that the house has the result. */
    public void keepHandedIn(long index) {
        write(JsonObject.of("type", "handedIn").with("index", index));
        handedIn = true;
    }

    private void write(JsonObject line) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(line.toBytes());
        out.write('\n');
        try {
            var bytes = ByteBuffer.wrap(out.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the seller's journal " + file, e);
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** The seller's key pair. */
    public Optional<Signing.Key> key() {
        return key;
    }

    /** What tickets of buyers are made from. */
    public byte[] ticketSecret() {
        return secret.clone();
    }

    /** The terms; empty before the house gave an id. */
    public Optional<SaleTerms> terms() {
        return terms;
    }

    /** The newest round. */
    public Optional<Round> last() {
        return last;
    }

    /** Where the buyers were last. */
    public Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** The request id under which the result is handed in. */
    public Optional<String> resultKey() {
        return resultKey;
    }

    /** Whether the house has the result. */
    public boolean isHandedIn() {
        return handedIn;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
