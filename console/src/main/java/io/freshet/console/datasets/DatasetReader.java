package io.freshet.console.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.console.datasets.DatasetFacts.HeldCut;
import io.freshet.console.reading.Lake;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * Reads manifests of data sets and models from their folders, and cuts from the catalog. Of many
 * the newest. Thread-safe.
 */
public final class DatasetReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 100;
  private static final int MOST_CUTS = 24;
  private static final long LARGEST_MANIFEST = 4 << 20;

  private final Path sets;
  private final Optional<String> models;
  private final Lake lake;
  private final DataFiles files = new DataFiles();

  /**
   * @param sets folder of data sets
   * @param models the setting {@code eta.model}; empty where there is none
   */
  public DatasetReader(Path sets, Optional<String> models, Lake lake) {
    this.sets = sets;
    this.models = models.map(uri -> uri.replaceFirst("^file://", ""));
    this.lake = lake;
  }

  /**
   * What there is.
   *
   * @throws FreshetException when the catalog or a folder can't be read
   */
  public DatasetFacts read() {
    Map<String, Optional<Map<String, SnapshotRef>>> references = new HashMap<>();
    DataSet.Tags tags =
        (table, tag, snapshot) ->
            references
                .computeIfAbsent(table, this::references)
                .map(known -> known.get(tag))
                .map(found -> found.snapshotId() == snapshot)
                .or(
                    () ->
                        references.get(table).isPresent() ? Optional.of(false) : Optional.empty());
    Optional<String> noModels = noModels();
    Optional<String> serving = noModels.isEmpty() ? serving() : Optional.empty();

    return new DatasetFacts(
        sets(tags),
        cuts(references),
        noModels.isPresent()
            ? List.of()
            : manifests(Path.of(models.orElseThrow())).values().stream()
                .map(manifest -> TrainedModel.of(manifest, serving))
                .sorted(Comparator.comparing(TrainedModel::createdAt).reversed())
                .toList(),
        serving,
        noModels.orElse(""),
        Files.isDirectory(sets)
            ? ""
            : "There is no folder %s, where training.datasets says that they are".formatted(sets));
  }

  private List<DataSet> sets(DataSet.Tags tags) {
    Map<Path, JsonNode> manifests = manifests(sets);
    DataFiles.Round round =
        files.begin(manifests.keySet().stream().map(DatasetReader::data).toList());
    List<DataSet> found = new ArrayList<>();
    manifests.forEach(
        (folder, manifest) -> {
          String sha256 = manifest.path("sha256").asText();
          found.add(DataSet.of(manifest, round.state(data(folder), sha256), tags));
        });
    found.sort(Comparator.comparing(DataSet::to).reversed());

    return found;
  }

  private static Path data(Path folder) {
    return folder.resolve("data.parquet");
  }

  /** Empty where nobody can tell; none where the table was dropped, and its tags with it. */
  private Optional<Map<String, SnapshotRef>> references(String table) {
    try {
      return Optional.of(lake.catalog().loadTable(TableIdentifier.parse(table)).refs());
    } catch (NoSuchTableException dropped) {
      return Optional.of(Map.of());
    } catch (RuntimeException unreadable) { // of one table only: it is shown as not known
      return Optional.empty();
    }
  }

  private List<HeldCut> cuts(Map<String, Optional<Map<String, SnapshotRef>>> references) {
    return new Cuts(lake.catalog())
        .list().stream().limit(MOST_CUTS).map(cut -> held(cut, references)).toList();
  }

  private HeldCut held(Cut cut, Map<String, Optional<Map<String, SnapshotRef>>> references) {
    List<String> written =
        cut.tables().entrySet().stream()
            .filter(each -> each.getValue().snapshot().isPresent())
            .map(Map.Entry::getKey)
            .toList();
    long kept =
        written.stream()
            .filter(
                table ->
                    references
                        .computeIfAbsent(table, this::references)
                        .filter(known -> known.containsKey(cut.name().toString()))
                        .isPresent())
            .count();

    return new HeldCut(
        cut.name().toString(), cut.domain(), cut.madeAt(), cut.until(), written.size(), (int) kept);
  }

  /** Why models can't be told of. */
  private Optional<String> noModels() {
    if (models.isEmpty()) {
      return Optional.of("The profile names no folder of models; eta.model does");
    }

    return models.get().contains("://")
        ? Optional.of(
            "Models lie at %s, which only the command reads: ./freshet model list"
                .formatted(models.get()))
        : Optional.empty();
  }

  private Optional<String> serving() {
    Path current = Path.of(models.orElseThrow()).resolve("current.json");

    return Files.exists(current)
        ? json(current)
            .map(json -> json.path("version"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
        : Optional.empty();
  }

  /** By their folders, the newest first. One without a manifest is not whole, and no set. */
  private static Map<Path, JsonNode> manifests(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Map.of(); // nothing was made yet
    }
    Map<Path, JsonNode> manifests = new LinkedHashMap<>();
    for (Path each : newest(folder)) {
      json(each.resolve("manifest.json")).ifPresent(json -> manifests.put(each, json));
    }

    return manifests;
  }

  private static List<Path> newest(Path folder) {
    try (Stream<Path> folders = Files.list(folder)) {
      List<Path> all = new ArrayList<>(folders.filter(Files::isDirectory).toList());
      all.sort(Comparator.comparingLong(each -> each.toFile().lastModified()));
      Collections.reverse(all);

      return all.subList(0, Math.min(MOST, all.size()));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read the folder %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Empty where there is none, or one that is half written. */
  private static Optional<JsonNode> json(Path file) {
    try {
      return Files.exists(file) && Files.size(file) <= LARGEST_MANIFEST
          ? Optional.of(JSON.readTree(file.toFile())).filter(JsonNode::isObject)
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
