package io.freshet.lineage.naming;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the one name of a dataset that each engine calls by another: Spark by its folder, Trino and
 * dbt by catalog, schema and table, Kafka by the topic. What no rule knows keeps its address.
 */
public final class DatasetNames {
  private static final Pattern ADDRESS = Pattern.compile("([a-z0-9+.-]+)://(.*)");
  private static final Set<String> FILES = Set.of("s3", "s3a", "s3n", "gs", "abfss", "wasbs");

  /** The catalog adds a random end to each table's folder, so that no two ever share one. */
  private static final Pattern UNIQUE_END =
      Pattern.compile("-[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$");

  /** What Iceberg takes behind a table's name for one of its states. */
  private static final Pattern STATE =
      Pattern.compile("branch_.+|tag_.+|snapshot_id_\\d+|at_timestamp_\\d+");

  private final Set<String> ourCatalogs;
  private final Optional<String> warehouse;

  /**
   * @param ourCatalogs what engines call the catalog of our tables, by name and by address
   * @param warehouse where tables lie, such as {@code s3://lake/warehouse}
   */
  public DatasetNames(Collection<String> ourCatalogs, Optional<String> warehouse) {
    this.ourCatalogs =
        ourCatalogs.stream().map(DatasetNames::catalog).collect(Collectors.toUnmodifiableSet());
    this.warehouse = warehouse.map(DatasetNames::folder);
  }

  /**
   * The name in the graph.
   *
   * @param symlinks further names that the event gives it; one that names a table is preferred, and
   *     believed of whatever lies in the warehouse
   */
  public DatasetName of(ToldName told, List<ToldName> symlinks) {
    if (scheme(told).equals("kafka")) {
      return DatasetName.stream(told.name());
    }
    Optional<DatasetName> ofFolder = ofFolder(told);

    return symlinks.stream()
        .flatMap(name -> table(name, ofFolder.isPresent() || isOurs(name)).stream())
        .findFirst()
        .or(() -> ofFolder)
        .or(() -> table(told, isOurs(told)))
        .orElseGet(() -> DatasetName.other(address(told)));
  }

  /**
   * A table by its words.
   *
   * @param ours whether two words are surely a table of ours
   */
  private Optional<DatasetName> table(ToldName told, boolean ours) {
    String name = told.name().replace("\"", "").replace("`", "").toLowerCase(Locale.ROOT);
    List<String> words = withoutState(List.of(name.split("\\.", -1)));
    if (words.stream().anyMatch(word -> word.isEmpty() || word.contains("/"))) {
      return Optional.empty();
    }
    boolean named = namesACatalogOfOurs(words) && (ours || !FILES.contains(scheme(told)));

    return named || words.size() == 2 && ours
        ? Optional.of(
            DatasetName.table(String.join(".", words.subList(words.size() - 2, words.size()))))
        : Optional.empty();
  }

  /** A table may itself be called as a state is, such as {@code raw.tag_events}. */
  private List<String> withoutState(List<String> words) {
    List<String> rest = words.subList(0, words.size() - 1);
    boolean isWhole =
        rest.size() == 2 && !ourCatalogs.contains(rest.get(0)) || namesACatalogOfOurs(rest);

    return isWhole && STATE.matcher(words.get(words.size() - 1)).matches() ? rest : words;
  }

  private boolean namesACatalogOfOurs(List<String> words) {
    return words.size() == 3 && ourCatalogs.contains(words.get(0));
  }

  private boolean isOurs(ToldName told) {
    return ourCatalogs.contains(catalog(told.namespace()))
        || warehouse.filter(folder(told.namespace())::equals).isPresent();
  }

  /** {@code <warehouse>/raw/markets-<random>}, and whatever is below it. */
  private Optional<DatasetName> ofFolder(ToldName told) {
    String folder = folder(address(told));

    return warehouse
        .filter(root -> folder.startsWith(root + "/"))
        .map(root -> folder.substring(root.length() + 1).split("/", -1))
        .filter(path -> path.length >= 2)
        .map(path -> path[0] + "." + UNIQUE_END.matcher(path[1]).replaceFirst(""))
        .map(DatasetName::table);
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

  private static String catalog(String nameOrAddress) {
    return nameOrAddress.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
  }

  /** The three schemes of S3 mean the same files. */
  private static String folder(String address) {
    return address.replaceFirst("^s3[an]:", "s3:").replaceFirst("/+$", "");
  }
}
