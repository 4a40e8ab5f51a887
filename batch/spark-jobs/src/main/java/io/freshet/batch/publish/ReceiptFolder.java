package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Where each partition that was published or refused leaves a receipt: rows, their hash, the
 * snapshots that they rest on, how long it took and what made it run.
 */
public final class ReceiptFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** Made when the first receipt is written. */
  public ReceiptFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes it; the report then names it. */
  DayReport write(NightlyJob job, String table, Cause cause, DayReport report) {
    Path file = file(prefix(table) + report.day());
    ObjectNode receipt =
        JSON.createObjectNode()
            .put("ok", report.ok())
            .put("job", job.name())
            .put("table", table)
            .put("period", job.period().code());
    report.writeTo(receipt);
    receipt
        .put("expected_rows", report.planned().expectedRows())
        .put("hash", report.written().hash())
        .put("from", report.planned().basis().from().toString())
        .put("to", report.planned().basis().to().toString());
    receipt.set("inputs", report.planned().inputs());
    cause.writeTo(receipt);
    receipt.put("at", Instant.now().toString());
    store(file, receipt, "%s of %s".formatted(report.day(), table));

    return report.withReceipt(file.toString());
  }

  /** Where a receipt of now may lie. */
  public Path file(String name) {
    return folder.resolve("%s-%d.json".formatted(name, Instant.now().toEpochMilli()));
  }

  /**
   * Writes one.
   *
   * @param what is done and has this receipt
   */
  public void store(Path file, ObjectNode receipt, String what) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file, receipt.toPrettyString() + System.lineSeparator());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is done, but its receipt can't be written to %s: %s; name another folder in receipts.path and run it again"
              .formatted(what, file, e.getMessage()),
          e);
    }
  }

  /**
   * How long partitions of a table have taken, half of them longer: as nightlies, or where there
   * was none in backfills, whose days share the machine. Empty where none is known.
   */
  public OptionalDouble secondsPerPartition(String table) {
    if (!Files.isDirectory(folder)) {
      return OptionalDouble.empty();
    }
    OptionalDouble nightly =
        median(receipts(prefix(table)).map(receipt -> receipt.path("seconds")));

    return nightly.isPresent()
        ? nightly
        : median(
            receipts("backfill-%s-".formatted(table))
                .flatMap(receipt -> receipt.path("receipt").path("days").valueStream())
                .map(day -> day.path("seconds")));
  }

  private static OptionalDouble median(Stream<JsonNode> all) {
    List<Double> seconds = all.map(JsonNode::asDouble).filter(each -> each > 0).sorted().toList();

    return seconds.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(seconds.get(seconds.size() / 2));
  }

  private Stream<JsonNode> receipts(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .toList()
          .stream()
          .map(ReceiptFolder::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String prefix(String table) {
    return "nightly-%s-".formatted(table);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
