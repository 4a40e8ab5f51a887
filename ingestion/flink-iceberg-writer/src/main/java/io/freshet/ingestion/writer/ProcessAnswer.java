package io.freshet.ingestion.writer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process that does one thing and ends answers with, as JSON.
 *
 * @param file where it goes; {@code -} is standard output
 */
record ProcessAnswer(String file) {
  static final String STANDARD_OUTPUT = "-";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessAnswer.class);

  void print(ObjectNode answer) throws IOException {
    String text = answer.toPrettyString() + System.lineSeparator();
    if (file.equals(STANDARD_OUTPUT)) {
      System.out.print(text);
    } else {
      Files.writeString(Path.of(file), text);
    }
  }

  /**
   * The reason, for the log and as the answer; the stack trace too where it is our bug.
   *
   * @return the exit code
   */
  int failed(String work, Exception failure) throws IOException {
    Fault fault = LakeFailures.fault(failure);
    String reason = LakeFailures.reason(failure);
    if (fault == Fault.OURS) {
      LOG.error("{} failed", work, failure);
    } else {
      LOG.error("{}", reason);
    }
    print(JsonNodeFactory.instance.objectNode().put("ok", false).put("failure", reason));

    return fault.exitCode();
  }

  /** Leaves a receipt in a folder; it says where it lies. */
  static ObjectNode keep(Path receipts, String name, ObjectNode receipt) throws IOException {
    Files.createDirectories(receipts);
    Path kept = receipts.resolve("%s-%d.json".formatted(name, InstantSource.system().millis()));
    receipt.put("receipt", kept.toString());
    Files.writeString(kept, receipt.toPrettyString() + System.lineSeparator());

    return receipt;
  }
}
