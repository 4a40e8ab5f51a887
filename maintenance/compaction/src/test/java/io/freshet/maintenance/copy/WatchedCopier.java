package io.freshet.maintenance.copy;

import io.freshet.maintenance.copy.RowGroupCopier.Copied;
import io.freshet.maintenance.plan.Step;
import io.freshet.maintenance.plan.Step.Copy.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Merges the files of Oslo, while others do something, and tells which files it began. */
final class WatchedCopier {
  static final Limits WIDE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 1000);

  private static final int ALL = Integer.MAX_VALUE;

  private final RideTable rides;
  private final List<String> begun = new ArrayList<>();
  private int filesUntilGivenUp = Integer.MAX_VALUE;

  WatchedCopier(RideTable rides) {
    this.rides = rides;
  }

  void giveUpAfter(int files) {
    filesUntilGivenUp = files;
  }

  /** Where they lie. */
  List<String> begun() {
    return begun;
  }

  Optional<Copied> merge(Limits limits) {
    return merge(RideTable.copy("oslo", ALL, limits));
  }

  Optional<Copied> merge(Step.Copy copy) {
    return copier().merge(rides.table(), copy);
  }

  /**
   * @param meanwhile is done as the rewrite is about to be committed
   */
  Optional<Copied> mergeAllWhile(Runnable meanwhile) {
    return copier().merge(contested(meanwhile), RideTable.copy("oslo", ALL, WIDE));
  }

  private RowGroupCopier copier() {
    return new RowGroupCopier("maintenance/compaction", () -> filesUntilGivenUp-- <= 0);
  }

  private Table contested(Runnable act) {
    Table table = rides.table();

    return new BaseTable(((HasTableOperations) table).operations(), table.name()) {
      @Override
      public RewriteFiles newRewrite() {
        act.run();

        return super.newRewrite();
      }

      @Override
      public FileIO io() {
        return new Watched(super.io(), begun);
      }
    };
  }

  /** Tells of the files that are begun. */
  private record Watched(FileIO store, List<String> begun) implements FileIO {
    @Override
    public InputFile newInputFile(String path) {
      return store.newInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
      begun.add(path);

      return store.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
      store.deleteFile(path);
    }
  }
}
