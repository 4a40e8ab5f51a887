package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and a key, or the folder that a key stands for.
 *
 * @param key without slashes at its ends
 */
public record S3Place(String bucket, String key) {
  private static final Pattern URL = Pattern.compile("s3[an]?://([^/]+)/?(.*?)/?");

  static S3Place parse(String setting, String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new InvalidSettingException(setting, url, "a place in a bucket, such as s3://lake/x");
    }

    return new S3Place(matcher.group(1), matcher.group(2));
  }

  /** Where Iceberg says that a file is. */
  static S3Place of(String location) {
    return parse("A data file's location", location);
  }

  S3Place resolve(String name) {
    return new S3Place(bucket, key.isEmpty() ? name : key + "/" + name);
  }

  String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  boolean isInside(S3Place folder) {
    return bucket.equals(folder.bucket)
        && (key.equals(folder.key) || key.startsWith(folder.key + "/") || folder.key.isEmpty());
  }

  @Override
  public String toString() {
    return "s3://%s/%s".formatted(bucket, key);
  }
}
