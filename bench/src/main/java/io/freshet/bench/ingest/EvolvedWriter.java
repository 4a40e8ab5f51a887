package io.freshet.bench.ingest;

import io.freshet.bench.ProcessObserver;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.local.FlinkApplication;
import java.nio.file.Path;

/** Freshet's writer on a stream whose events are of two versions of their contract by turns. */
public final class EvolvedWriter implements Contender {
  private static final String NAME = "evolved";

  private final EvolvedPings pings;
  private final Contender measured;
  private boolean isFilled;

  /** A writer of one stream. */
  public interface Writer {
    /**
     * @param contracts the folder in which the contract is
     */
    FlinkApplication of(Contract contract, Path contracts);
  }

  public EvolvedWriter(Stage stage, Writer writer, ProcessObserver observer) {
    this.pings = EvolvedPings.write(stage);
    this.measured =
        new TableContender(
            stage,
            new OurWriter(
                stage, NAME, writer.of(pings.contract(), pings.folder()), pings.contract()),
            observer);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Measured measure(long rows) throws Exception {
    if (!isFilled) {
      pings.fill(rows);
      isFilled = true;
    }

    return measured.measure(rows);
  }
}
