package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The files of one backup. */
public interface BackupFiles {
  /** Writes one, and notes its size and hash. */
  void write(String path, Content content) throws IOException;

  InputStream open(String path) throws IOException;

  /** What a file is to hold. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
