package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Kafka broker that is its own controller. */
final class KafkaEngine implements Engine {
  private static final String CONTROLLER = "kafka-controller";

  /** What {@code KafkaBroker} calls its second listener, and where clients find that. */
  private static final String DOOR_VARIABLE = "FRESHET_KAFKA_DOOR";

  private final Surroundings here;

  KafkaEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.KAFKA.label();
  }

  @Override
  public List<String> ports() {
    return here.ports().noted(KafkaDoor.ADVERTISED).isPresent()
        ? List.of(name(), CONTROLLER, KafkaDoor.LISTENER)
        : List.of(name(), CONTROLLER);
  }

  @Override
  public Launch prepare() {
    Path data = here.folder().data(name());
    List<String> command =
        here.java(here.runtimes().ours(), Part.KAFKA)
            .options("-XX:+UseSerialGC")
            .main(
                here.modules().classPath("local/kafka"),
                "io.freshet.local.kafka.KafkaBroker",
                data.toString(),
                Integer.toString(here.port(Part.KAFKA)),
                Integer.toString(here.ports().port(CONTROLLER)));

    return new Launch(command, door(), data);
  }

  private Map<String, String> door() {
    return here.ports()
        .noted(KafkaDoor.ADVERTISED)
        .map(
            advertised ->
                Map.of(
                    DOOR_VARIABLE,
                    "%d:%d".formatted(here.ports().port(KafkaDoor.LISTENER), advertised)))
        .orElse(Map.of());
  }

  @Override
  public boolean answers() {
    return Probe.kafka(here.port(Part.KAFKA));
  }
}
