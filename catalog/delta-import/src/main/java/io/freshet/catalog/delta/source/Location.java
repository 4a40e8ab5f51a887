package io.freshet.catalog.delta.source;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Delta table lies: a folder of this machine or of the object store. Delta tables are often
 * written as {@code s3a://}; Iceberg's readers want {@code s3://}.
 */
public record Location(String uri) {
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.*");
  private static final Pattern OBJECT_STORE = Pattern.compile("s3[an]?://([^/]+/.+)");

  /**
   * @param text as the user wrote it
   * @throws FreshetException for a store that can't be read
   */
  public static Location of(String text) {
    String withoutSlash = text.replaceAll("(?<=[^/:])/+$", "");
    Matcher scheme = SCHEME.matcher(withoutSlash);
    if (!scheme.matches()) {
      return local(Path.of(withoutSlash));
    }
    if (scheme.group(1).equals("file")) {
      return local(Path.of(URI.create(withoutSlash.replace(" ", "%20")).getPath()));
    }
    if (!OBJECT_STORE.matcher(withoutSlash).matches()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s can't be read; name a local folder, or one in the object store as s3://bucket/path"
              .formatted(text));
    }

    return new Location(readable(withoutSlash));
  }

  private static Location local(Path folder) {
    return new Location("file:" + folder.toAbsolutePath().normalize());
  }

  /** The same file, as every reader of the lake can name it. */
  static String readable(String path) {
    Matcher store = OBJECT_STORE.matcher(path);

    return store.matches() ? "s3://" + store.group(1) : path;
  }

  /** Such as {@code s3} or {@code file}. */
  public static String scheme(String path) {
    Matcher scheme = SCHEME.matcher(path);

    return scheme.matches() ? scheme.group(1) : "file";
  }

  /** The folder's own name. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
  }
}
