package io.freshet.core.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate with its key, as PEM files hold them: those that belong together, or none. */
final class PemIdentity {
  /** Guards a store that never leaves memory. */
  static final String STORE_PASSWORD = "in-memory";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final int MAX_BYTES = 1 << 20;
  private static final Duration TWO_WEEKS = Duration.ofDays(14);

  private final byte[] content;
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private PemIdentity(byte[] content, List<X509Certificate> chain, PrivateKey key) {
    this.content = content;
    this.chain = chain;
    this.key = key;
  }

  static PemIdentity read(DoorTls.Files files) throws IOException, GeneralSecurityException {
    byte[] certificate = bytes(files.certificate());
    byte[] key = bytes(files.key());
    List<X509Certificate> chain = chain(certificate);
    PublicKey known = chain.get(0).getPublicKey();
    PrivateKey secret = key(new String(key, StandardCharsets.US_ASCII), known.getAlgorithm());
    requirePair(known, secret);

    return new PemIdentity(both(certificate, key), chain, secret);
  }

  /** Whether the files hold what these did. */
  boolean isSame(PemIdentity other) {
    return Arrays.equals(content, other.content);
  }

  /** When the first of its certificates does. */
  Instant expires() {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  boolean isOverdue(Instant now) {
    return isOverdue(chain.get(0).getNotBefore().toInstant(), expires(), now);
  }

  /**
   * Whether a certificate should have been replaced by now: two weeks before its end, or in the
   * last sixth of its life where that is shorter. Those who renew by themselves do so when a third
   * is left.
   */
  static boolean isOverdue(Instant begins, Instant expires, Instant now) {
    Duration sixth = Duration.between(begins, expires).dividedBy(6);

    return now.isAfter(expires.minus(sixth.compareTo(TWO_WEEKS) < 0 ? sixth : TWO_WEEKS));
  }

  KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "door", key, STORE_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));

    return store;
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("%s is larger than 1 MB".formatted(file));
      }

      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no %s".formatted(file), e);
    }
  }

  private static byte[] both(byte[] certificate, byte[] key) {
    byte[] both = Arrays.copyOf(certificate, certificate.length + key.length);
    System.arraycopy(key, 0, both, certificate.length, key.length);

    return both;
  }

  private static List<X509Certificate> chain(byte[] pem) throws CertificateException {
    List<X509Certificate> chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (chain.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }

    return chain;
  }

  private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new InvalidKeySpecException(
          "the key's file has no BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes one");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));

      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new InvalidKeySpecException("the key is none of %s".formatted(algorithm), e);
    }
  }

  /** A key of another certificate would fail at each client, and at none of ours. */
  private static void requirePair(PublicKey known, PrivateKey secret)
      throws GeneralSecurityException {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    byte[] text = "door".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new KeyStoreException("the key is of another certificate");
    }
  }
}
