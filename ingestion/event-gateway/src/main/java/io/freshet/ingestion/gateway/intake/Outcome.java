package io.freshet.ingestion.gateway.intake;

import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.stream.Position;

/** What became of one event, and so what its sender is told. */
public sealed interface Outcome {
  /** The status of HTTP that says it. */
  int status();

  /** It is on the stream, acknowledged. */
  record Stored(Position position) implements Outcome {
    @Override
    public int status() {
      return 200;
    }
  }

  /** It is on its way, and may yet be lost. */
  record Taken(String contract) implements Outcome {
    @Override
    public int status() {
      return 202;
    }
  }

  /** It is not taken, and sending it again is no use. */
  record Refused(Refusal refusal) implements Outcome {
    @Override
    public int status() {
      return RefusalStatus.of(refusal);
    }
  }

  /** Kafka or the registry is away: it may be there or not, and should be sent again. */
  record Unavailable(String detail) implements Outcome {
    @Override
    public int status() {
      return 503;
    }
  }
}
