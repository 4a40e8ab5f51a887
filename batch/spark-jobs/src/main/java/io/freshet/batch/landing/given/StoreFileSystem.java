package io.freshet.batch.landing.given;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Lets Spark read files of the object store through Iceberg's client of it, which the lake has with
 * its address and keys anyway, instead of through Hadoop's and a second SDK. It only reads.
 */
public final class StoreFileSystem extends FileSystem {
  private static final String SCHEME = "s3";
  private static final String PREFIX = "freshet.store.";
  private static final String CLIENT = "io-impl";
  private static final long BLOCK = 128L * 1024 * 1024;

  private FileIO files;
  private URI uri;

  /** For Hadoop, which makes file systems by their classes' names. */
  public StoreFileSystem() {}

  StoreFileSystem(FileIO files, URI uri) {
    setConf(new Configuration(false));
    this.files = files;
    this.uri = uri;
  }

  /**
   * @param properties of the lake's catalog, which name the store and its keys
   */
  public static void register(Configuration hadoop, Map<String, String> properties) {
    hadoop.set("fs.%s.impl".formatted(SCHEME), StoreFileSystem.class.getName());
    properties.forEach((key, value) -> hadoop.set(PREFIX + key, value));
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    Map<String, String> properties = hadoop.getPropsWithPrefix(PREFIX);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    files = CatalogUtil.loadFileIO(properties.get(CLIENT), properties, hadoop);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new StoredBytes(files.newInputFile(path.toString()).newStream()));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (path.isRoot()) {
      return folder(path);
    }
    InputFile file = files.newInputFile(path.toString());
    if (file.exists()) {
      return new FileStatus(file.getLength(), false, 1, BLOCK, 0, path);
    }
    if (under(path).iterator().hasNext()) {
      return folder(path);
    }
    throw new FileNotFoundException("There is no %s".formatted(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    String folder = prefix(path);
    List<FileStatus> found = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>();
    for (FileInfo file : under(path)) {
      String rest = file.location().substring(folder.length());
      int slash = rest.indexOf('/');
      if (slash > 0) {
        folders.add(rest.substring(0, slash));
      } else if (!rest.isEmpty()) {
        found.add(
            new FileStatus(
                file.size(), false, 1, BLOCK, file.createdAtMillis(), new Path(file.location())));
      }
    }
    folders.forEach(name -> found.add(folder(new Path(folder + name))));
    if (found.isEmpty()) {
      return new FileStatus[] {getFileStatus(path)};
    }

    return found.toArray(FileStatus[]::new);
  }

  private Iterable<FileInfo> under(Path path) {
    return ((SupportsPrefixOperations) files).listPrefix(prefix(path));
  }

  private static String prefix(Path path) {
    String text = path.toString();

    return text.endsWith("/") ? text : text + "/";
  }

  private static FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, BLOCK, 0, path);
  }

  /** One file's bytes, wherever they are wanted from. */
  private static final class StoredBytes extends FSInputStream {
    private final SeekableInputStream bytes;

    StoredBytes(SeekableInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void seek(long position) throws IOException {
      bytes.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return bytes.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  @Override
  public void setWorkingDirectory(Path path) {
    // Every name is a whole one.
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw readOnly();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw readOnly();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw readOnly();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw readOnly();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("Files of the store are only read here");
  }
}
