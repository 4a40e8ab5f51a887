package io.freshet.bench.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.core.server.tls.DoorTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate for 127.0.0.1 that lives as long as a bench, made by the JDK's keytool. */
record OwnCertificate(DoorTls.Files files) {
  private static final String ALIAS = "door";
  // Of a file that nobody keeps.
  private static final String PASSWORD = "for-this-run";

  static OwnCertificate make(Path folder) throws Exception {
    Path store = folder.resolve("door.p12");
    Path log = folder.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=bench",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool makes no certificate: " + Files.readString(log));
    }

    return read(store, folder);
  }

  private static OwnCertificate read(Path file, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] certificate = store.getCertificate(ALIAS).getEncoded();
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();

    return new OwnCertificate(
        new DoorTls.Files(
            pem(folder.resolve("tls.crt"), "CERTIFICATE", certificate),
            pem(folder.resolve("tls.key"), "PRIVATE KEY", key)));
  }

  private static Path pem(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);

    return Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, body));
  }
}
