package io.freshet.core.server.tls;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Whether a door speaks TLS: {@code <part>.tls.certificate} and {@code <part>.tls.key} name PEM
 * files, or {@code <part>.tls.terminated-elsewhere} says that whoever reaches the door comes
 * through something that does, such as an ingress.
 */
public record DoorTls(Optional<Files> files, boolean terminatedElsewhere) {
  /** For a door that only this machine can reach. */
  public static final DoorTls NONE = new DoorTls(Optional.empty(), false);

  private static final String CERTIFICATE = ".tls.certificate";
  private static final String KEY = ".tls.key";
  private static final String ELSEWHERE = ".tls.terminated-elsewhere";

  /**
   * PEM files; read again when they change.
   *
   * @param certificate the door's own first, then those that vouch for it
   * @param key not encrypted, as PKCS#8
   */
  public record Files(Path certificate, Path key) {}

  public static DoorTls from(Settings settings, String part) {
    Optional<String> certificate = settings.optionalText(part + CERTIFICATE);
    Optional<String> key = settings.optionalText(part + KEY);
    boolean elsewhere = settings.flag(part + ELSEWHERE, false);
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidSettingException(
          certificate.isPresent() ? part + KEY : part + CERTIFICATE,
          "not set",
          "set: %s and %s go together".formatted(part + CERTIFICATE, part + KEY));
    }
    if (certificate.isPresent() && elsewhere) {
      throw new InvalidSettingException(
          part + ELSEWHERE, true, "left out where %s is set".formatted(part + CERTIFICATE));
    }
    Optional<Files> files =
        certificate.map(path -> new Files(Path.of(path), Path.of(key.orElseThrow())));
    files.ifPresent(named -> check(named, part));

    return new DoorTls(files, elsewhere);
  }

  private static void check(Files files, String part) {
    try {
      PemIdentity.read(files);
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidSettingException(
          part + CERTIFICATE,
          "%s with the key %s (%s)".formatted(files.certificate(), files.key(), e.getMessage()),
          "PEM files of a certificate and of its key, the key as PKCS#8 without a password");
    }
  }

  /**
   * Refuses a door that others can reach and that speaks to all the network in the clear.
   *
   * @throws InvalidSettingException that says what would be right
   */
  public void requireFor(String part, String host) {
    if (files.isEmpty() && !terminatedElsewhere && !isLoopback(host)) {
      throw new InvalidSettingException(
          part + ".host",
          host,
          ("a loopback address such as 127.0.0.1 unless %1$s%2$s and %1$s%3$s are set, or"
                  + " %1$s%4$s is true because a proxy before it speaks TLS")
              .formatted(part, CERTIFICATE, KEY, ELSEWHERE));
    }
  }

  /** Whether only this machine can reach it. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // a name that nobody knows here may be anyone's
    }
  }
}
