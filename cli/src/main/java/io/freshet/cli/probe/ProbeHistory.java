package io.freshet.cli.probe;

import io.freshet.assurance.history.HistoryStream;
import io.freshet.assurance.history.HopAge;
import io.freshet.assurance.probe.Probed;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what probes measure beside what the console does, where that is wanted. */
final class ProbeHistory implements AutoCloseable {
  private final Consumer<Probed> keeping;
  private final Runnable closing;

  private ProbeHistory(Consumer<Probed> keeping, Runnable closing) {
    this.keeping = keeping;
    this.closing = closing;
  }

  /** Keeps nothing. */
  static ProbeHistory none() {
    return new ProbeHistory(probed -> {}, () -> {});
  }

  static ProbeHistory open(Contracts contracts, KafkaSettings kafka, SchemaRegistry registry) {
    HistoryStream stream =
        HistoryStream.open(contracts.require(Contracts.FRESHNESS_HISTORY), kafka, registry);

    return new ProbeHistory(probed -> stream.deliver(ages(contracts, probed)), stream::close);
  }

  static List<HopAge> ages(Contracts contracts, Probed probed) {
    return HopAge.of(probed, TableLayout.name(contracts.require(probed.stream())).toString());
  }

  void keep(Probed probed) {
    keeping.accept(probed);
  }

  @Override
  public void close() {
    closing.run();
  }
}
