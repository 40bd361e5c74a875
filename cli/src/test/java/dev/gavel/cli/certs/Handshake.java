package dev.gavel.cli.certs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A handshake of two programs that know nothing of Gavel, with certificates as they lie in files. */
final class Handshake {
    private static final String PROTOCOL = "TLSv1.3";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int HELLO = 7;
    private static final char[] PASSWORD = new char[0];

    private Handshake() {}

    /** The certificate in {@code folder} under that name. */
    static X509Certificate certificate(Path folder, String name)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".crt"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(in);
        }
    }

    private static PrivateKey key(Path folder, String name)
            throws IOException, GeneralSecurityException {
        var text = Files.readString(folder.resolve(name + ".key"))
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    }

    /** What {@code name} shows, and whom it trusts: the root in its own folder. */
    private static SSLContext context(Path folder, String name)
            throws IOException, GeneralSecurityException {
        var root = certificate(folder, "ca");
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry("own", key(folder, name), PASSWORD,
                new Certificate[]{certificate(folder, name)});
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("root", root);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance(PROTOCOL);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /**
     * The session of a client that reaches a server under the name {@code host}, as both see it.
     *
     * @throws IOException if either refuses the other
     */
    static SSLSession between(Path clients, String client, Path servers, String server,
            String host) throws IOException, GeneralSecurityException {
        try (var door = (SSLServerSocket) context(servers, server).getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setNeedClientAuth(true);
            door.setEnabledProtocols(new String[]{PROTOCOL});
            Thread.ofVirtual().start(() -> greet(door));
            var plain = new Socket(door.getInetAddress(), door.getLocalPort());
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (var line = (SSLSocket) context(clients, client).getSocketFactory()
                    .createSocket(plain, host, door.getLocalPort(), true)) {
                var wanted = line.getSSLParameters();
                wanted.setEndpointIdentificationAlgorithm("HTTPS");
                line.setSSLParameters(wanted);
                if (line.getInputStream().read() != HELLO) { // a server that refuses says so now
                    throw new IOException("the server closed the connection");
                }
                return line.getSession();
            }
        }
    }

    private static void greet(SSLServerSocket door) {
        try (var line = door.accept()) {
            line.setSoTimeout(PATIENCE_MILLIS);
            line.getOutputStream().write(HELLO);
            line.getOutputStream().flush();
        } catch (IOException e) {
            // the client is told so, and tells the test
        }
    }
}
