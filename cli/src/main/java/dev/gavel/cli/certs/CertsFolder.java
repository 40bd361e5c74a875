package dev.gavel.cli.certs;

import dev.gavel.client.FileTrouble;
import dev.gavel.server.exit.ExitCodes;
import dev.gavel.server.exit.VerbFailedException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The folder {@code certs} beside a configuration: for each holder {@code NAME.crt} and
 * {@code NAME.key}, and {@code ca} for the root. Keys are their owner's alone from the first byte on.
 */
final class CertsFolder {

    /** The name of the root's files. */
    static final String ROOT = "ca";

    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions
            .fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions
            .fromString("rw-------");
    private static final Set<PosixFilePermission> ALL_READ = PosixFilePermissions
            .fromString("rw-r--r--");

    private final Path folder;

    private CertsFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What two files hold.
     *
     * @param issues what is wrong with the files themselves
     */
    record Found(Optional<X509Certificate> certificate, Optional<PrivateKey> key,
            Set<Issue> issues) {}

    /** The folder that belongs to the configuration {@code file}; it need not be there. */
    static CertsFolder beside(Path file) {
        return new CertsFolder(file.resolveSibling("certs"));
    }

    Path certificate(String stem) {
        return folder.resolve(stem + CERTIFICATE);
    }

    Path key(String stem) {
        return folder.resolve(stem + KEY);
    }

    /**
     * Makes the folder where it is missing, and its owner's alone.
     *
     * @throws VerbFailedException if nothing can be written there
     */
    void prepare() {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectory(folder,
                        PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
            }
            requireReadable();
            if (!Files.isWritable(folder)) {
                throw unusable("this user may not write there");
            }
            if (!OWNERS_FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
                Files.setPosixFilePermissions(folder, OWNERS_FOLDER);
            }
        } catch (IOException e) {
            throw unusable(FileTrouble.sentence(e));
        }
    }

    /**
     * Sees to it that what is missing is really missing.
     *
     * @throws VerbFailedException if this user cannot see what is in the folder
     */
    void requireReadable() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw unusable("it is no folder");
        }
        if (Files.exists(folder) && !(Files.isReadable(folder) && Files.isExecutable(folder))) {
            throw unusable("this user may not read there");
        }
    }

    private VerbFailedException unusable(String why) {
        return new VerbFailedException(ExitCodes.REFUSED,
                "the folder of certificates, " + folder + ", cannot be used: " + why);
    }

    /** A file of a root, of a server or of an operator, if there is any. */
    Optional<Path> any() throws IOException {
        return Stream.concat(Stream.of(ROOT), holders().stream().map(Holder::stem))
                .flatMap(stem -> Stream.of(certificate(stem), key(stem)))
                .filter(Files::exists)
                .findFirst();
    }

    /** Those of whom there is a certificate or a key. */
    Set<Holder> holders() throws IOException {
        var holders = new TreeSet<Holder>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(CERTIFICATE) || name.endsWith(KEY))
                        .flatMap(name -> Holder.ofStem(name.substring(0, name.lastIndexOf('.')))
                                .stream())
                        .forEach(holders::add);
            }
        }
        return holders;
    }

    /** Reads both files of {@code stem}. */
    Found look(String stem) throws IOException {
        var issues = EnumSet.noneOf(Issue.class);
        var certificate = read(certificate(stem), Pem::certificate, Issue.NO_CERTIFICATE,
                Issue.DAMAGED_CERTIFICATE, issues);
        var key = read(key(stem), Pem::key, Issue.NO_KEY, Issue.DAMAGED_KEY, issues);
        if (Files.exists(key(stem)) && isOpen(key(stem))) {
            issues.add(Issue.OPEN_KEY);
        }
        if (key.isPresent() && certificate.isPresent()
                && !new Issued(key.get(), certificate.get()).fits()) {
            issues.add(Issue.OTHER_KEY);
        }
        return new Found(certificate, key, issues);
    }

    private static <T> Optional<T> read(Path file, Function<String, Optional<T>> reader,
            Issue missing, Issue damaged, Set<Issue> issues) throws IOException {
        if (!Files.exists(file)) {
            issues.add(missing);
            return Optional.empty();
        }
        var found = reader.apply(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (found.isEmpty()) {
            issues.add(damaged);
        }
        return found;
    }

    private static boolean isOpen(Path file) throws IOException {
        return !OWNERS_FILE.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Replaces both files of {@code stem}, the key first. Each is whole at any moment. */
    void save(String stem, Issued issued) throws IOException {
        write(key(stem), Pem.of(issued.key()), OWNERS_FILE);
        write(certificate(stem), Pem.of(issued.certificate()), ALL_READ);
    }

    private static void write(Path file, String text, Set<PosixFilePermission> permissions)
            throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try (var out = FileChannel.open(aside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions))) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
