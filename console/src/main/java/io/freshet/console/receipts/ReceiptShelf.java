package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts of a folder. A receipt is never changed, so each is read once; of many the newest
 * are known. Thread-safe.
 */
public final class ReceiptShelf {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptShelf.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 2000;

  /** Of maintenance that are told of a table. */
  private static final int MOST_RUNS = 5;

  /** Larger ones are nothing that a page can show. */
  private static final long LARGEST = 8 << 20;

  private final Path folder;
  private final Map<String, Receipt> read = new ConcurrentHashMap<>();

  private record Found(Path file, Instant modified) {}

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
      List<Found> found =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(ReceiptShelf::found)
              .flatMap(Optional::stream)
              .sorted(Comparator.comparing(Found::modified).reversed())
              .limit(MOST)
              .toList();
      read.keySet()
          .retainAll(found.stream().map(each -> each.file().getFileName().toString()).toList());

      return found.stream()
          .map(this::receipt)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(Receipt::at).reversed())
          .toList();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read the receipts in %s: %s; receipts.path must name their folder"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** What a receipt says; empty where there is none of that name among those that are known. */
  public Optional<String> text(String name) {
    if (newestFirst().stream().noneMatch(receipt -> receipt.name().equals(name))) {
      return Optional.empty(); // also whatever leads out of the folder
    }
    try {
      return Optional.of(JSON.readTree(folder.resolve(name).toFile()).toPrettyString());
    } catch (IOException gone) {
      return Optional.empty();
    }
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
    try {
      return Upkeep.of(receipt, JSON.readTree(folder.resolve(receipt.name()).toFile()), table);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Optional<Found> found(Path file) {
    try {
      return Files.size(file) > LARGEST
          ? Optional.empty()
          : Optional.of(new Found(file, Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Optional<Receipt> receipt(Found found) {
    String name = found.file().getFileName().toString();

    return Optional.ofNullable(read.computeIfAbsent(name, first -> parse(found)));
  }

  /** Null of one that is half written: it is looked at again. */
  private static Receipt parse(Found found) {
    try {
      JsonNode json = JSON.readTree(found.file().toFile());

      return json.isObject() ? Receipt.of(found.file(), json, found.modified()) : null;
    } catch (IOException unreadable) {
      LOG.debug("Not a receipt file={} reason={}", found.file(), unreadable.getMessage());

      return null;
    }
  }
}
