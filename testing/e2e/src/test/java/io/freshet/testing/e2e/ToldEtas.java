package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.stream.EventConsumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose predictions the ETA application records, and a model for it to predict by. */
final class ToldEtas {
  static final String MODEL = "eta-1";

  /** Those that the application's own tests load. */
  private static final Path MODELS =
      Path.of("../../serving/redis-eta/src/test/resources/io/freshet/serving/eta/model");

  private final Streams streams;
  private final Contract predictions;

  /**
   * @param predictions the contract of what is recorded
   */
  ToldEtas(Streams streams, Contract predictions) {
    this.streams = streams;
    this.predictions = predictions;
  }

  /** A folder of models, as {@code freshet model use} leaves it, in which one serves. */
  static Path models(Path folder) throws IOException {
    Path model = Files.createDirectories(folder.resolve(MODEL));
    for (String file : List.of("manifest.json", "model.onnx")) {
      Files.copy(MODELS.resolve(MODEL).resolve(file), model.resolve(file));
    }
    Files.writeString(
        folder.resolve("current.json"),
        "{\"version\": \"%s\", \"before\": [null]}".formatted(MODEL));

    return folder.toAbsolutePath();
  }

  /**
   * How many of the predictions are by which model; by "calibration" where it predicted alone.
   *
   * @param since in the time of what they rest on
   */
  Map<String, Integer> byModel(Instant since) {
    Map<String, Integer> counts = new TreeMap<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(predictions))) {
      while (!consumer.isAtEnd()) {
        for (EventConsumer.Received received : consumer.poll(Duration.ofSeconds(1))) {
          Decoded.Event event = (Decoded.Event) received.decoded();
          if (event.envelope().time().orElseThrow().isAfter(since)) {
            Object model = event.payload().get("model");
            counts.merge(model == null ? "calibration" : model.toString(), 1, Integer::sum);
          }
        }
      }
    }

    return counts;
  }
}
