package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts of a folder. A receipt is never changed, so each is read once. Of many the newest of
 * each command are known, and the newest of each command about each table: one proof of very many
 * tables leaves as many receipts, and hides no nightly's. Thread-safe.
 */
public final class ReceiptShelf {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptShelf.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of each command. */
  private static final int MOST = 2000;

  /** Of maintenance that are told of a table. */
  private static final int MOST_RUNS = 5;

  /** Larger ones are nothing that a page can show. */
  private static final long LARGEST = 8 << 20;

  private final Path folder;
  private final Map<String, Receipt> read = new ConcurrentHashMap<>();

  private record Found(ReceiptName name, Instant at) {}

  public ReceiptShelf(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /** The newest first. */
  public List<Receipt> newestFirst() {
    if (!Files.isDirectory(folder)) {
      return List.of(); // nothing has left one yet
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Found> newest =
          files
              .map(file -> file.getFileName().toString())
              .flatMap(file -> ReceiptName.of(file).stream())
              .flatMap(name -> found(name).stream())
              .sorted(Comparator.comparing(Found::at).reversed())
              .toList();

      return known(newest);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read the receipts in %s: %s; receipts.path must name their folder"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Those that are to be known, of all that are there. */
  private List<Receipt> known(List<Found> newestFirst) {
    Map<String, Integer> ofKind = new HashMap<>();
    Set<String> about = new HashSet<>();
    Set<String> names = new HashSet<>();
    List<Receipt> known = new ArrayList<>();
    for (Found found : newestFirst) {
      ReceiptName name = found.name();
      if (ofKind.merge(name.kind(), 1, Integer::sum) <= MOST || !about.contains(name.about())) {
        receipt(found)
            .ifPresent(
                receipt -> {
                  known.add(receipt);
                  about.add(name.about());
                  names.add(name.file());
                });
      }
    }
    read.keySet().retainAll(names);

    return List.copyOf(known);
  }

  /** What a receipt says; empty where there is none of that name. */
  public Optional<String> text(String name) {
    return ReceiptName.of(name) // also whatever leads out of the folder is none
        .map(each -> folder.resolve(each.file()))
        .flatMap(ReceiptShelf::json)
        .map(JsonNode::toPrettyString);
  }

  /** What the newest runs of maintenance did to a table, the newest first. */
  public List<Upkeep> upkeep(String table) {
    return newestFirst().stream()
        .filter(receipt -> receipt.kind().equals("maintain") && receipt.tables().contains(table))
        .limit(MOST_RUNS)
        .flatMap(receipt -> upkeep(receipt, table).stream())
        .toList();
  }

  private Optional<Upkeep> upkeep(Receipt receipt, String table) {
    return json(folder.resolve(receipt.name())).flatMap(json -> Upkeep.of(receipt, json, table));
  }

  /** Only of those whose names do not say when they were left, which are few, is that asked. */
  private Optional<Found> found(ReceiptName name) {
    try {
      return Optional.of(
          new Found(
              name,
              name.at().isPresent()
                  ? name.at().get()
                  : Files.getLastModifiedTime(folder.resolve(name.file())).toInstant()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Optional<Receipt> receipt(Found found) {
    return Optional.ofNullable(
        read.computeIfAbsent(
            found.name().file(),
            file ->
                json(folder.resolve(file))
                    .map(json -> Receipt.of(found.name(), json, found.at()))
                    .orElse(null)));
  }

  /** Empty of what is no receipt, or one that is half written: that one is looked at again. */
  private static Optional<JsonNode> json(Path file) {
    try {
      return Files.size(file) > LARGEST
          ? Optional.empty()
          : Optional.of(JSON.readTree(file.toFile())).filter(JsonNode::isObject);
    } catch (IOException unreadable) {
      LOG.debug("Not a receipt file={} reason={}", file, unreadable.getMessage());

      return Optional.empty();
    }
  }
}
