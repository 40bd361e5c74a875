package dev.gavel.raft.ratis;

import dev.gavel.raft.Bytes;
import dev.gavel.raft.RecordsException;
import dev.gavel.raft.RecordsException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a cluster, which its servers know and nobody else does. It never travels: a server
 * shows that it knows it by a code made with it. The file that holds it belongs to all servers
 * whose records lie in one folder.
 *
 * @see "docs/adr/0096-the-secret-of-a-house.md"
 */
final class ClusterSecret {

    /** Bytes of the secret, of a code made with it, and of nothing else. */
    static final int BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSecret.class);
    private static final String ALGORITHM = "HmacSHA256";
    private static final Set<PosixFilePermission> OWNER = EnumSet
            .of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path file;
    private final SecretKeySpec key;
    private volatile boolean demanded;

    private ClusterSecret(Path file, byte[] key, boolean demanded) {
        this.file = file;
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.demanded = demanded;
    }

    /**
     * Reads the secret in {@code file}. If there is none yet, one is made.
     *
     * @param isFounding whether the cluster begins just now. It then demands the secret at once;
     *        otherwise only after {@link #demand}, since members may run an earlier program
     * @throws RecordsException if the file cannot be read or written, or holds no secret
     */
    static ClusterSecret open(Path file, BooleanSupplier isFounding) {
        synchronized (ONE_AT_A_TIME) {
            try (var lock = FileChannel.open(lockOf(file), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                var untilClosed = lock.lock();
                LOG.debug("{}", untilClosed);
                if (!Files.exists(file)) {
                    var key = new byte[BYTES];
                    new SecureRandom().nextBytes(key);
                    write(file, key, isFounding.getAsBoolean());
                    LOG.info("this server made the secret of the cluster, in {}", file);
                }
                return read(file);
            } catch (IOException e) {
                throw new RecordsException(Kind.UNREADABLE, "the secret of the cluster in " + file
                        + " cannot be used: " + IoReason.of(e), e);
            }
        }
    }

    private static Path lockOf(Path file) throws IOException {
        Files.createDirectories(Folders.of(file));
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    private static ClusterSecret read(Path file) throws IOException {
        keepPrivate(file);
        var text = new Properties();
        try {
            text.load(new InputStreamReader(new ByteArrayInputStream(Files.readAllBytes(file)),
                    StandardCharsets.UTF_8));
            var key = HexFormat.of().parseHex(text.getProperty("secret", "").strip());
            if (key.length == BYTES) {
                return new ClusterSecret(file, key,
                        text.getProperty("demanded", "yes").strip().equals("yes"));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("no secret", e);
        }
        throw new RecordsException(Kind.UNREADABLE, file + " holds no secret of a cluster: a line"
                + " secret = and " + 2 * BYTES + " hexadecimal digits. Copy the file of another"
                + " server, or move this one away if no other server has one");
    }

    private static void keepPrivate(Path file) throws IOException {
        try {
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, OWNER);
                LOG.warn("{} could be read by other users, who may know the secret: it is private"
                        + " now. docs/OPERATING.md says how the cluster gets another", file);
            }
        } catch (UnsupportedOperationException e) {
            LOG.debug("no permissions here", e);
        }
    }

    private static void write(Path file, byte[] key, boolean demanded) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(aside);
        var text = "# By this the servers of the cluster know one another. Keep it private.\nsecret = "
                + HexFormat.of().formatHex(key) + "\ndemanded = " + (demanded ? "yes" : "no")
                + "\n";
        try (var out = FileChannel.open(aside, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            keepPrivateQuietly(aside);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Folders.sync(Folders.of(file));
    }

    /** Makes the file private before anything is in it. */
    private static void keepPrivateQuietly(Path file) throws IOException {
        try {
            Files.setPosixFilePermissions(file, OWNER);
        } catch (UnsupportedOperationException e) {
            LOG.debug("no permissions here", e);
        }
    }

    /** The file that holds it. */
    Path file() {
        return file;
    }

    /** Whether only servers that know the secret are heard. */
    boolean isDemanded() {
        return demanded;
    }

    /** From now on, and after every start, only servers that know the secret are heard. */
    void demand() {
        if (demanded) {
            return;
        }
        demanded = true;
        LOG.info("from now on this server hears only servers that know the secret of the cluster");
        synchronized (ONE_AT_A_TIME) {
            try (var lock = FileChannel.open(lockOf(file), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                var untilClosed = lock.lock();
                LOG.debug("{}", untilClosed);
                if (!read(file).demanded) {
                    write(file, key.getEncoded(), true);
                }
            } catch (IOException | RecordsException e) {
                LOG.warn("{} cannot be written to say that the secret is demanded: {}", file,
                        e.toString());
            }
        }
    }

    /** A code over these parts, which only servers that know the secret can make. */
    byte[] code(String purpose, Bytes... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var whole = new ByteArrayOutputStream(160);
            var out = new DataOutputStream(whole);
            out.writeUTF(purpose);
            for (var part : parts) {
                out.writeInt(part.length());
                out.write(part.array(), part.offset(), part.length());
            }
            return mac.doFinal(whole.toByteArray());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Whether {@code code} is that of these parts; takes as long for a wrong one as for the right
     * one.
     */
    boolean isCode(byte[] code, String purpose, Bytes... parts) {
        return MessageDigest.isEqual(code, code(purpose, parts));
    }
}
