package io.freshet.batch.lake;

/**
 * What there is to read: the data files that may hold rows of a stretch of event time, each counted
 * once, however often and however little of it is then read.
 *
 * @param rows that the files hold, of the stretch or not
 * @param bytes of whole files
 */
public record FileSize(long files, long rows, long bytes) {
  public static final FileSize NONE = new FileSize(0, 0, 0);

  public FileSize plus(FileSize other) {
    return new FileSize(files + other.files, rows + other.rows, bytes + other.bytes);
  }
}
