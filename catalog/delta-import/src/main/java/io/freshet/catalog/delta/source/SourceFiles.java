package io.freshet.catalog.delta.source;

import io.freshet.core.lake.LakeSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Opens what a Delta table's files are read by. */
public final class SourceFiles {
  private static final String OBJECT_STORE = "org.apache.iceberg.aws.s3.S3FileIO";

  private SourceFiles() {}

  /**
   * @param lake whose keys may read the table, where it lies in the object store
   */
  public static SupportsPrefixOperations open(Location location, LakeSettings lake) {
    return location.uri().startsWith("s3:")
        ? (SupportsPrefixOperations)
            CatalogUtil.loadFileIO(OBJECT_STORE, lake.icebergProperties(), null)
        : local();
  }

  static SupportsPrefixOperations local() {
    return new HadoopFileIO(new Configuration(false));
  }
}
