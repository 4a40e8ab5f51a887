package io.freshet.recovery.backup;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.metadata.MetadataFile;
import io.freshet.recovery.metadata.MetadataReader;
import io.freshet.recovery.metadata.Newest;
import io.freshet.recovery.metadata.Succession;
import io.freshet.recovery.postgres.CatalogPointers;
import io.freshet.recovery.postgres.CatalogPointers.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a restored catalog's pointers on to the newest metadata in the store: what was committed
 * after the backup is in the table's own files. A pointer moves only to what follows upon it.
 */
public final class RollForward {
  private final CatalogPointers pointers;
  private final MetadataReader reader;
  private final Map<String, String> uuids;

  /**
   * @param uuids of tables by their names, as they were backed up: what tells that metadata follows
   *     upon one whose file, and all between, writers have cleaned up since
   */
  public RollForward(CatalogPointers pointers, MetadataReader reader, Map<String, String> uuids) {
    this.pointers = pointers;
    this.reader = reader;
    this.uuids = Map.copyOf(uuids);
  }

  /**
   * What became of one table or view.
   *
   * @param detail how many commits, or why it stays
   */
  public record Moved(String name, Outcome outcome, String detail) {}

  /** Whether it was moved. */
  public enum Outcome {
    /** To what follows upon it. */
    FORWARD,
    /** Nothing has followed. */
    NEWEST,
    /** Nobody can tell, or its files are gone. */
    LEFT
  }

  /**
   * Moves all that can be moved.
   *
   * @throws FreshetException {@code DEPENDENCY} as soon as the database is away: that is no table's
   *     own trouble, and another run begins anew
   */
  public List<Moved> run() {
    List<Moved> moved = new ArrayList<>();
    for (Pointer pointer : pointers.all()) {
      moved.add(move(pointer));
    }

    return moved;
  }

  private Moved move(Pointer pointer) {
    String folder = pointer.metadata().substring(0, pointer.metadata().lastIndexOf('/'));
    Map<String, List<MetadataFile>> found = reader.under(folder);
    List<MetadataFile> files = found.getOrDefault(folder, List.of());
    if (files.isEmpty()) {
      return left(pointer, "its metadata is gone: dropped since then, or lost; it is as it was");
    }
    try {
      Newest newest = Succession.of(files, Optional.of(pointer.metadata()), reader::read);
      if (newest instanceof Newest.Undecided undecided) {
        return left(pointer, undecided.reason());
      }
      Newest.Found head = (Newest.Found) newest;
      if (head.head().location().equals(pointer.metadata())) {
        return new Moved(pointer.table(), Outcome.NEWEST, "");
      }
      boolean isInSight = head.chain().contains(pointer.metadata());
      if (!isInSight && !followsOutOfSight(pointer, head)) {
        return left(pointer, head.head().location() + " does not follow upon what was backed up");
      }
      pointers.move(pointer, head.head().location());

      return new Moved(
          pointer.table(),
          Outcome.FORWARD,
          "to %s%s"
              .formatted(
                  head.head().lastUpdated(),
                  isInSight ? "" : ", the same table by its uuid: files between are gone"));
    } catch (FreshetException e) {
      if (e.fault() == Fault.DEPENDENCY) {
        throw e;
      }

      return left(pointer, e.getMessage());
    }
  }

  /** A writer keeps its last hundred files: of an older backup none is left to show the way. */
  private boolean followsOutOfSight(Pointer pointer, Newest.Found newest) {
    long backedUp = MetadataFile.number(pointer.metadata());
    long oldest = newest.chain().stream().mapToLong(MetadataFile::number).min().orElse(0);

    return newest.head().uuid().equals(uuids.get(pointer.table())) && backedUp < oldest;
  }

  private static Moved left(Pointer pointer, String why) {
    return new Moved(pointer.table(), Outcome.LEFT, why);
  }
}
