package io.freshet.catalog.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement.AssertTableDoesNotExist;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.view.ViewMetadata;

/**
 * Where tables and views may lie: below the warehouse, and below what the settings allow besides.
 * The catalog reads and writes metadata with keys of its own, so a client's word for a place would
 * otherwise be good for whatever those open.
 */
public final class Locations {
  /** Properties that send files elsewhere. */
  private static final Set<String> PATHS =
      Set.of(
          "location",
          "write.data.path",
          "write.folder-storage.path",
          "write.metadata.path",
          "write.object-storage.path");

  /** A step back, a step nowhere; and what the policies of stores take for any character. */
  private static final Pattern UNSAFE = Pattern.compile("(^|/)\\.{0,2}(/|$)|[*?\\\\\\p{Cntrl}]");

  /** All that is unsafe in the name of one file, which may hold what a partition's value holds. */
  private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  /** What makes each table's folder one of its own. */
  private static final Pattern UNIQUE = Pattern.compile("[0-9a-f]{32}");

  private static final int UNIQUE_LENGTH = 32;

  /** The warehouse first. */
  private final List<String> roots;

  /**
   * @param allowed beside the warehouse, such as the old home of tables that move in
   */
  public Locations(String warehouse, Collection<String> allowed) {
    this.roots =
        Stream.concat(Stream.of(warehouse), allowed.stream()).map(Locations::folder).toList();
  }

  /**
   * The same files, of which none is written or deleted elsewhere, whatever metadata says by now:
   * it may have been replaced since it was looked at.
   */
  public FileIO confine(FileIO files) {
    return new ConfinedFiles(files, file -> isBelow(roots, file));
  }

  /** As {@link #confine(FileIO)}, to the folders that are the table's own. */
  FileIO confine(FileIO files, TableMetadata table) {
    List<String> own = foldersOf(table);

    return new ConfinedFiles(files, file -> isBelow(own, file));
  }

  /** Where the table's files may lie: what it says, as far as that lies where tables may. */
  List<String> foldersOf(TableMetadata table) {
    return Stream.concat(Stream.of(table.location()), PATHS.stream().map(table.properties()::get))
        .filter(Objects::nonNull)
        .filter(this::isInside)
        .map(Locations::folder)
        .toList();
  }

  /** Whether any of them names a place. */
  static boolean namesAPlace(Set<String> properties) {
    return PATHS.stream().anyMatch(properties::contains);
  }

  /** Places that changes name for files, beside the one that a table has. */
  static List<String> placesIn(List<MetadataUpdate> updates) {
    List<String> places = new ArrayList<>();
    for (MetadataUpdate update : updates) {
      if (update instanceof MetadataUpdate.SetLocation moved) {
        places.add(moved.location());
      } else if (update instanceof MetadataUpdate.SetProperties set) {
        PATHS.stream().map(set.updated()::get).filter(Objects::nonNull).forEach(places::add);
      }
    }

    return places;
  }

  /**
   * Whether files may lie apart from metadata after such changes: a new table's own place, which a
   * client that makes it in two steps says, is where its metadata goes.
   */
  static boolean mayPart(UpdateTableRequest request) {
    boolean isNew =
        request.requirements().stream().anyMatch(AssertTableDoesNotExist.class::isInstance);

    return request.updates().stream()
        .anyMatch(
            update ->
                (update instanceof MetadataUpdate.SetLocation && !isNew)
                    || (update instanceof MetadataUpdate.SetProperties set
                        && namesAPlace(set.updated().keySet()))
                    || (update instanceof MetadataUpdate.RemoveProperties removal
                        && namesAPlace(removal.removed())));
  }

  /** Whether the catalog itself puts a new table of that name at such a place. */
  boolean isOfNew(TableIdentifier table, String location) {
    return folderOfNew(table, location + "/").filter(location::equals).isPresent();
  }

  /** The folder of a new table of that name in which such a file would lie. */
  Optional<String> folderOfNew(TableIdentifier table, String file) {
    String beginning =
        roots.get(0) + String.join("/", table.namespace().levels()) + "/" + table.name() + "-";
    int end = beginning.length() + UNIQUE_LENGTH;
    if (!file.startsWith(beginning) || file.length() <= end) {
      return Optional.empty();
    }
    String folder = file.substring(0, end);
    boolean isUnique = UNIQUE.matcher(folder.substring(beginning.length())).matches();

    return isUnique && isInside(folder) && isBelow(List.of(folder(folder)), file)
        ? Optional.of(folder)
        : Optional.empty();
  }

  /**
   * @param location {@code null} where the client leaves it to the catalog
   * @throws ForbiddenException when it lies elsewhere
   */
  void require(String location) {
    if (location != null && !isInside(location)) {
      throw new ForbiddenException(
          "%s is outside of where this catalog keeps tables, which is %s; it can be added to"
              + " catalog.allowed-locations",
          location, roots);
    }
  }

  /**
   * As {@link #require}, of each property that names a place.
   *
   * @throws IllegalArgumentException when one has no value, as JSON allows: it could not be read
   */
  void requireProperties(Map<String, String> properties) {
    if (properties != null) {
      properties.forEach(
          (key, value) -> {
            if (value == null) {
              throw new IllegalArgumentException(
                  "The property %s is null; it must be a text, or not be there".formatted(key));
            }
          });
      PATHS.forEach(key -> require(properties.get(key)));
    }
  }

  /** As {@link #require}, of each change that names a place. */
  void requireUpdates(List<MetadataUpdate> updates) {
    for (MetadataUpdate update : updates) {
      if (update instanceof MetadataUpdate.SetLocation moved) {
        require(moved.location());
      } else if (update instanceof MetadataUpdate.SetProperties set) {
        requireProperties(set.updated());
      } else if (update instanceof MetadataUpdate.AddSnapshot added) {
        require(added.snapshot().manifestListLocation());
      }
    }
  }

  /** As {@link #require}, of all that a file says which somebody else has written. */
  void requireAll(TableMetadata metadata) {
    require(metadata.location());
    requireProperties(metadata.properties());
    metadata.snapshots().stream().map(Snapshot::manifestListLocation).forEach(this::require);
  }

  /** Likewise of a view. */
  void requireAll(ViewMetadata metadata) {
    require(metadata.location());
    requireProperties(metadata.properties());
  }

  private boolean isInside(String location) {
    return roots.stream()
        .filter(location::startsWith)
        .map(root -> location.substring(root.length()).replaceAll("/$", ""))
        .anyMatch(rest -> !UNSAFE.matcher(rest).find());
  }

  static boolean isBelow(Collection<String> folders, String file) {
    return folders.stream()
        .filter(file::startsWith)
        .anyMatch(folder -> !DOTS.matcher(file.substring(folder.length())).find());
  }

  private static String folder(String location) {
    return location.endsWith("/") ? location : location + "/";
  }
}
