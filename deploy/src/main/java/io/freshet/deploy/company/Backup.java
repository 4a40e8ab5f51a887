package io.freshet.deploy.company;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;

/**
 * That what must survive is written down, and when.
 *
 * @param to a prefix of the object store; what a pod has in a folder is gone with it
 * @param schedule of cron, UTC
 * @param keep so many, the newest
 * @param parts as {@code backup --only} calls them; none: all
 */
public record Backup(String to, String schedule, int keep, List<String> parts) {
  public Backup {
    parts = List.copyOf(parts);
    if (!to.matches("s3://.+[^/]")) {
      throw new InvalidSettingException(
          "backup.to", to, "a prefix in a bucket, such as s3://company-backups/freshet");
    }
    if (keep < 1) {
      throw new InvalidSettingException("backup.keep", keep, "1 or more");
    }
  }
}
