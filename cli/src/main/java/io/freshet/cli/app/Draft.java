package io.freshet.cli.app;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.Schema;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a new application: templates in the resources, filled in from one contract. */
final class Draft {
  private static final String JAVA = "src/main/java/application/";
  private static final String TEST = "src/test/java/application/";

  /** Without them Error Prone can't run; Maven looks for them upwards only. */
  private static final Path JVM_OPTIONS = Path.of(".mvn", "jvm.config");

  private static final List<String> TYPES =
      List.of("EventApplication", "EventReader", "Event", "Counting", "Labelling", "Count");

  private final String name;
  private final String owner;
  private final Contract contract;

  Draft(String name, String owner, Contract contract) {
    this.name = name;
    this.owner = owner;
    this.contract = contract;
  }

  Map<Path, String> sql() {
    return Map.of(Path.of(name + ".yaml"), filled("application.yaml", Map.of()));
  }

  /**
   * @param project whose pom states all versions
   * @param folder where the files will lie
   */
  Map<Path, String> dataStream(Path project, Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().normalize().relativize(project.resolve("pom.xml"));
    Map<String, String> more = Map.of("parent", parent.toString());
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(Path.of("pom.xml"), filled("datastream/pom.xml", more));
    files.put(Path.of("README.md"), filled("datastream/README.md", more));
    for (String type : TYPES) {
      files.put(Path.of(JAVA + type + ".java"), filled("datastream/" + type + ".java", more));
    }
    files.put(
        Path.of(TEST + "EventApplicationTest.java"),
        filled("datastream/EventApplicationTest.java", more));
    files.put(Path.of("src/main/resources/application.main"), "application.EventApplication\n");
    if (!folder.toAbsolutePath().normalize().startsWith(project)) {
      files.put(JVM_OPTIONS, Files.readString(project.resolve(JVM_OPTIONS)));
    }

    return files;
  }

  private String filled(String template, Map<String, String> more) {
    Schema.Keys keys = contract.schema().keys();
    Map<String, String> values = new LinkedHashMap<>(more);
    values.put("name", name);
    values.put("table", name.replace('-', '_'));
    values.put("owner", owner);
    values.put("stream", contract.name());
    values.put("key", keys.partitionKey());
    values.put("keyType", type());
    values.put("eventTime", keys.eventTime());
    String text = template(template);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }

    return text;
  }

  /** A partition key is a string, int or long. */
  private String type() {
    FieldType type = contract.schema().requireField(contract.schema().keys().partitionKey()).type();
    if (type == FieldType.Scalar.STRING) {
      return "STRING";
    }

    return type == FieldType.Scalar.INTEGER ? "INT" : "BIGINT";
  }

  private static String template(String template) {
    try (InputStream stream = Draft.class.getResourceAsStream("template/" + template)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read the template " + template, e);
    }
  }
}
