package io.freshet.recovery.metadata;

import io.freshet.core.lake.LakeSettings;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/** The object store of the settings, without a catalog. */
public final class StoreFiles {
  private StoreFiles() {}

  /** The caller closes it. */
  public static FileIO open(LakeSettings settings) {
    return CatalogUtil.loadFileIO(settings.fileIo(), settings.icebergProperties(), null);
  }
}
