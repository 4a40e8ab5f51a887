package io.freshet.catalog.delta.act;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what is written, so that an import that fails can take all of it away again. */
final class RecordingFiles implements FileIO {
  private static final Logger log = LoggerFactory.getLogger(RecordingFiles.class);
  private static final long serialVersionUID = 1;

  private final transient FileIO files;
  private final transient Queue<String> written = new ConcurrentLinkedQueue<>();

  RecordingFiles(FileIO files) {
    this.files = files;
  }

  @Override
  public InputFile newInputFile(String path) {
    return files.newInputFile(path);
  }

  @Override
  public InputFile newInputFile(String path, long length) {
    return files.newInputFile(path, length);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    written.add(path);

    return files.newOutputFile(path);
  }

  @Override
  public void deleteFile(String path) {
    files.deleteFile(path);
  }

  @Override
  public Map<String, String> properties() {
    return files.properties();
  }

  /** Deletes what was written; what can't be deleted is named in the log. */
  void discard() {
    for (String path : written) {
      try {
        files.deleteFile(path);
      } catch (NotFoundException alreadyGone) {
        log.debug("Nothing to discard path={}", path, alreadyGone);
      } catch (RuntimeException e) {
        log.warn("Could not be discarded path={}", path, e);
      }
    }
    written.clear();
  }
}
