package io.freshet.assurance.chaos;

import io.freshet.assurance.chaos.FaultKind.Group;
import java.time.Duration;
import java.util.List;

/** What senders do. */
final class TrafficFaults {
  private static final Duration AT_ONCE = Duration.ZERO;

  private TrafficFaults() {}

  static List<FaultKind> all() {
    return List.of(
        fault("poison-bytes", "records come that are no Avro", "each is a dead letter once"),
        fault(
            "poison-schema",
            "records come that name schemas which nobody has registered",
            "each is a dead letter once"),
        fault(
            "poison-empty",
            "records come without a value or with an empty one",
            "each is a dead letter once"),
        fault(
            "poison-cut-off",
            "records come whose schema is right and whose payload ends too soon",
            "each is a dead letter once"),
        fault(
            "oversized-records",
            "records of 900 KB come that are no Avro",
            "each is a dead letter"),
        fault(
            "clock-ahead",
            "a sender's clock is two days ahead",
            "each is a dead letter, and no watermark runs ahead"),
        fault("clock-behind", "a sender's clock is a day behind", "each is a row, counted as late"),
        fault(
            "hot-market",
            "one dasher's phone sends 20,000 pings again and again, all into one partition",
            ""),
        fault(
            "transaction-aborted",
            "a transaction is aborted after its records were sent",
            "none of them is a row or a dead letter"),
        new FaultKind(
            "transaction-hanging",
            Group.TRAFFIC,
            "a sender opens a transaction, sends, and is gone without a word",
            "readers of committed records wait until Kafka aborts it, here after 15 s",
            "none of its records is a row or a dead letter",
            "Kafka aborts it",
            AT_ONCE,
            AT_ONCE,
            false));
  }

  private static FaultKind fault(String name, String doing, String mustHold) {
    return new FaultKind(
        name, Group.TRAFFIC, doing, "", mustHold, "it ends by itself", AT_ONCE, AT_ONCE, false);
  }
}
