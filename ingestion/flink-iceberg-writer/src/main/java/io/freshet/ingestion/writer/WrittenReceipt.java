package io.freshet.ingestion.writer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** What a repair or an erasure leaves behind. */
final class WrittenReceipt {
  private WrittenReceipt() {}

  /** Leaves a receipt in a folder; it says where it lies. */
  static ObjectNode keep(Path receipts, String name, ObjectNode receipt) throws IOException {
    Files.createDirectories(receipts);
    Path kept = receipts.resolve("%s-%d.json".formatted(name, InstantSource.system().millis()));
    receipt.put("receipt", kept.toString());
    Files.writeString(kept, receipt.toPrettyString() + System.lineSeparator());

    return receipt;
  }
}
