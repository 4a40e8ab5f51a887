package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Kafka broker that is its own controller. */
final class KafkaEngine implements Engine {
  private static final String CONTROLLER = "kafka-controller";

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
    return List.of(name(), CONTROLLER);
  }

  @Override
  public Launch prepare() {
    Path data = here.folder().data(name());
    List<String> command =
        new JavaCommand(here.runtimes().ours(), here.settings().heap(Part.KAFKA))
            .options("-XX:+UseSerialGC")
            .main(
                here.modules().classPath("local/kafka"),
                "io.freshet.local.kafka.KafkaBroker",
                data.toString(),
                Integer.toString(here.port(Part.KAFKA)),
                Integer.toString(here.ports().port(CONTROLLER)));

    return new Launch(command, Map.of(), data);
  }

  @Override
  public boolean answers() {
    return Probe.kafka(here.port(Part.KAFKA));
  }
}
