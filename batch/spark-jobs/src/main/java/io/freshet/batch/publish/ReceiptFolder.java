package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

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
    Path file =
        folder.resolve(
            "nightly-%s-%s-%d.json".formatted(table, report.day(), Instant.now().toEpochMilli()));
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
    try {
      Files.createDirectories(folder);
      Files.writeString(file, receipt.toPrettyString() + System.lineSeparator());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s of %s is done, but its receipt can't be written to %s: %s; name another folder in receipts.path and run the day again"
              .formatted(report.day(), table, file, e.getMessage()),
          e);
    }

    return report.withReceipt(file.toString());
  }
}
