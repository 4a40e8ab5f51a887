package io.freshet.local.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The log of a run; that of the run before is kept beside it, as {@code gateway.log.1}. */
public final class RunLog {
  private RunLog() {}

  /** For a process that begins: one that still writes to the log goes on in what is kept. */
  public static Redirect begin(Path log) throws IOException {
    Files.createDirectories(log.getParent());
    if (Files.exists(log)) {
      Path before = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
    }

    return Redirect.appendTo(log.toFile());
  }
}
