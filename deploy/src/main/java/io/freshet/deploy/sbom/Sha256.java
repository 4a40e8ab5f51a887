package io.freshet.deploy.sbom;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a file's bytes add up to. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /** In hexadecimal digits, as {@code sha256sum} prints it. */
  public static String of(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[BUFFER];
      while (digested.read(buffer) >= 0) {
        // The digest is what is wanted.
      }

      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
