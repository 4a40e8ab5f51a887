package io.freshet.catalog.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of which some may be changed: no other is written, and what is to be deleted besides is
 * left and logged. All can be read. Thread-safe.
 */
final class ConfinedFiles implements SupportsBulkOperations {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ConfinedFiles.class);

  private final transient FileIO files;
  private final transient Predicate<String> changeable;

  ConfinedFiles(FileIO files, Predicate<String> changeable) {
    this.files = files;
    this.changeable = changeable;
  }

  @Override
  public InputFile newInputFile(String location) {
    return files.newInputFile(location);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return files.newInputFile(location, length);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    if (!changeable.test(location)) {
      throw new ForbiddenException(
          "%s is outside of where this catalog keeps tables; it can be added to"
              + " catalog.allowed-locations",
          location);
    }

    return files.newOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    if (changeable.test(location)) {
      files.deleteFile(location);
    } else {
      LOG.warn("File outside left file={}", location);
    }
  }

  @Override
  public void deleteFiles(Iterable<String> locations) {
    List<String> all = StreamSupport.stream(locations.spliterator(), false).toList();
    List<String> deleted = all.stream().filter(changeable).toList();
    if (deleted.size() < all.size()) {
      LOG.warn(
          "Files outside left count={} first={}",
          all.size() - deleted.size(),
          all.stream().filter(changeable.negate()).findFirst().orElseThrow());
    }
    if (!deleted.isEmpty()) {
      CatalogUtil.deleteFiles(files, deleted, "confined", false);
    }
  }

  @Override
  public Map<String, String> properties() {
    return files.properties();
  }

  @Override
  public void close() {
    files.close();
  }
}
