package io.freshet.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The driver of a rendered {@code ScheduledSparkApplication} or {@code SparkApplication} as a
 * process, in the layout of its image: by {@code spark-submit}, as the entry point of Spark's image
 * calls it, with what the operator makes of the resource.
 */
final class SparkPod {
  private final ImageLayout image;
  private final Map<?, ?> template;
  private final Map<String, String> environment;

  /**
   * @param secrets by the variables that refer to them
   */
  SparkPod(ImageLayout image, Map<String, Object> application, UnaryOperator<String> secrets)
      throws IOException {
    this.image = image;
    Map<?, ?> spec = (Map<?, ?>) application.get("spec");
    this.template = spec.get("template") instanceof Map<?, ?> scheduled ? scheduled : spec;
    this.environment = image.environment((List<?>) driver().get("env"), secrets);
    for (Object each : (List<?>) driver().get("volumeMounts")) {
      Files.createDirectories(image.at(((Map<?, ?>) each).get("mountPath").toString()));
    }
  }

  private Map<?, ?> driver() {
    return (Map<?, ?>) template.get("driver");
  }

  /** As the resource says. */
  List<String> arguments() {
    return ((List<?>) template.get("arguments")).stream().map(Object::toString).toList();
  }

  /**
   * @param master where executors are: {@code local[2]}, or Kubernetes
   * @param settings of Spark, beside the resource's
   * @param answer where what it prints goes
   */
  Process start(
      String master, Map<String, String> settings, List<String> arguments, Path answer, Path log)
      throws IOException {
    Map<String, String> properties = new TreeMap<>();
    ((Map<?, ?>) template.get("sparkConf"))
        .forEach((key, value) -> properties.put(key.toString(), image.moved(value.toString())));
    properties.put("spark.master", master);
    properties.put("spark.driver.memory", driver().get("memory").toString());
    properties.putAll(settings);
    Path file = image.at("/opt/spark/conf/spark.properties");
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder();
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Files.writeString(file, text);

    List<String> command =
        new ArrayList<>(
            List.of(
                image.at("/opt/spark/bin/spark-submit").toString(),
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--deploy-mode",
                "client",
                "--properties-file",
                file.toString(),
                "--class",
                template.get("mainClass").toString(),
                image.moved(template.get("mainApplicationFile").toString())));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(image.at("/opt/spark").toFile())
            .redirectOutput(answer.toFile())
            .redirectError(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(EngineImage.SHORT_LIVED);
    builder.environment().put("SPARK_HOME", image.at("/opt/spark").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", System.getenv("PATH"));

    return builder.start();
  }
}
