package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Where backups lie: a folder of this machine, or a prefix of an object store. */
public interface BackupStore {
  /** As the user named it. */
  String address();

  /** Paths of all files, relative, with slashes. */
  List<String> list() throws IOException;

  /** Makes a file that nobody sees before the stream is closed. */
  OutputStream create(String path) throws IOException;

  InputStream open(String path) throws IOException;

  void delete(String path) throws IOException;
}
