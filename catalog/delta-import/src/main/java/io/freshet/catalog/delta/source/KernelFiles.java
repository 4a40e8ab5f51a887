package io.freshet.catalog.delta.source;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Lets Delta Kernel read through Iceberg's access to files, so that one client with one set of keys
 * serves both. Only reads: the source is never written.
 */
final class KernelFiles implements FileIO {
  private static final String ONLY_READ = "A Delta table that is imported is only read";

  private final SupportsPrefixOperations files;

  KernelFiles(SupportsPrefixOperations files) {
    this.files = files;
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    int folderEnd = filePath.lastIndexOf('/') + 1;
    String folder = filePath.substring(0, folderEnd);
    String first = filePath.substring(folderEnd);
    List<FileStatus> found = new ArrayList<>();
    try {
      for (FileInfo file : files.listPrefix(folder)) {
        String name = file.location().substring(file.location().lastIndexOf('/') + 1);
        boolean liesInFolder = file.location().endsWith(lastFolder(folder) + name);
        if (liesInFolder && name.compareTo(first) >= 0) {
          found.add(FileStatus.of(folder + name, file.size(), file.createdAtMillis()));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("Nothing is at " + filePath);
    }
    found.sort(Comparator.comparing(FileStatus::getPath));

    return Utils.toCloseableIterator(found.iterator());
  }

  /** The last name of a folder, with its slashes: what a file's location has before its name. */
  private static String lastFolder(String folder) {
    return folder.substring(folder.lastIndexOf('/', folder.length() - 2));
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    org.apache.iceberg.io.InputFile file = files.newInputFile(path);
    if (!file.exists()) {
      throw new FileNotFoundException(path);
    }

    return FileStatus.of(path, file.getLength(), 0);
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    String readable = Location.readable(path);

    return new KernelInput(
        fileSize < 0 ? files.newInputFile(readable) : files.newInputFile(readable, fileSize));
  }

  @Override
  public Optional<String> getConf(String confKey) {
    return Optional.empty();
  }

  @Override
  public boolean mkdirs(String path) {
    throw new UnsupportedOperationException(ONLY_READ);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw new UnsupportedOperationException(ONLY_READ);
  }

  @Override
  public boolean delete(String path) {
    throw new UnsupportedOperationException(ONLY_READ);
  }

  @Override
  public void copyFileAtomically(String from, String to, boolean overwrite) {
    throw new UnsupportedOperationException(ONLY_READ);
  }

  private record KernelInput(org.apache.iceberg.io.InputFile file) implements InputFile {
    @Override
    public long length() {
      return file.getLength();
    }

    @Override
    public String path() {
      return file.location();
    }

    @Override
    public io.delta.kernel.defaults.engine.fileio.SeekableInputStream newStream()
        throws IOException {
      try {
        return new KernelStream(file.newStream());
      } catch (NotFoundException e) {
        throw KernelStream.gone(e);
      }
    }
  }
}
