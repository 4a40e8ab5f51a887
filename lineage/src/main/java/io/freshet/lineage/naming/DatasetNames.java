package io.freshet.lineage.naming;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the one name of a dataset that each engine calls by another: Spark by its folder, Trino and
 * dbt by catalog, schema and table, Kafka by the topic. What no rule knows keeps its address.
 */
public final class DatasetNames {
  private static final Pattern ADDRESS = Pattern.compile("([a-z0-9+.-]+)://(.*)");
  private static final Set<String> FILES = Set.of("s3", "s3a", "s3n", "gs", "abfss", "wasbs");

  /** Iceberg's catalogs: their names have no catalog in front, or the one that the engine uses. */
  private static final Set<String> CATALOGS = Set.of("http", "https", "iceberg", "hive", "trino");

  /** The catalog adds a random end to each table's folder, so that no two ever share one. */
  private static final Pattern UNIQUE_END =
      Pattern.compile("-[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$");

  /** What Iceberg takes behind a table's name for one of its states. */
  private static final Pattern STATE =
      Pattern.compile("\\.(branch_.*|tag_.*|snapshot_id_\\d+|at_timestamp_\\d+)$");

  private final Set<String> ourCatalogs;
  private final Optional<String> warehouse;

  /**
   * @param ourCatalogs what engines call the catalog of our tables
   * @param warehouse where tables lie, such as {@code s3://lake/warehouse}
   */
  public DatasetNames(Set<String> ourCatalogs, Optional<String> warehouse) {
    this.ourCatalogs = Set.copyOf(ourCatalogs);
    this.warehouse = warehouse.map(DatasetNames::folder);
  }

  /**
   * The name in the graph.
   *
   * @param symlinks further names that the event gives it; one that names a table is preferred
   */
  public DatasetName of(ToldName told, List<ToldName> symlinks) {
    if (scheme(told).equals("kafka")) {
      return DatasetName.stream(told.name());
    }

    return Stream.concat(symlinks.stream(), Stream.of(told))
        .flatMap(name -> table(name).stream())
        .findFirst()
        .orElseGet(() -> DatasetName.other(address(told)));
  }

  private Optional<DatasetName> table(ToldName told) {
    if (FILES.contains(scheme(told))) {
      Optional<DatasetName> ofFolder = ofFolder(folder(address(told)));
      if (ofFolder.isPresent()) {
        return ofFolder;
      }
    }
    String name = told.name().replace("\"", "").replace("`", "").toLowerCase(Locale.ROOT);
    List<String> words = List.of(STATE.matcher(name).replaceFirst("").split("\\.", -1));
    if (words.stream().anyMatch(word -> word.isEmpty() || word.contains("/"))) {
      return Optional.empty();
    }
    boolean oursByCatalog = words.size() == 3 && ourCatalogs.contains(words.get(0));
    boolean oursByNamespace = words.size() == 2 && namesTablesOfOurs(told);

    return oursByCatalog || oursByNamespace
        ? Optional.of(
            DatasetName.table(String.join(".", words.subList(words.size() - 2, words.size()))))
        : Optional.empty();
  }

  /** {@code <warehouse>/raw/markets-<random>}, and whatever is below it. */
  private Optional<DatasetName> ofFolder(String folder) {
    return warehouse
        .filter(root -> folder.startsWith(root + "/"))
        .map(root -> folder.substring(root.length() + 1).split("/", -1))
        .filter(path -> path.length >= 2)
        .map(path -> path[0] + "." + UNIQUE_END.matcher(path[1]).replaceFirst(""))
        .map(DatasetName::table);
  }

  private boolean namesTablesOfOurs(ToldName told) {
    return CATALOGS.contains(scheme(told))
        || ourCatalogs.contains(told.namespace())
        || FILES.contains(scheme(told));
  }

  private static String scheme(ToldName told) {
    Matcher address = ADDRESS.matcher(told.namespace());

    return address.matches() ? address.group(1) : "";
  }

  private static String address(ToldName told) {
    String name = told.name();
    boolean joined = told.namespace().endsWith("/") || name.startsWith("/");

    return told.namespace() + (joined ? "" : "/") + name;
  }

  /** The three schemes of S3 mean the same files. */
  private static String folder(String address) {
    return address.replaceFirst("^s3[an]:", "s3:").replaceFirst("/+$", "");
  }
}
