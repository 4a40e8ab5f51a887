package io.freshet.deploy.sbom;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file's bytes add up to. */
public final class FileSum {
  private FileSum() {}

  /** Its SHA-256 in hexadecimal digits, as {@code sha256sum} prints it. */
  public static String of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.hex(in);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
