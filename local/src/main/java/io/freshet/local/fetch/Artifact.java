package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * An engine's artifact in Maven's repositories.
 *
 * @param coordinates {@code group:artifact:version:type} and perhaps {@code :classifier}
 */
record Artifact(String coordinates) {
  private static final Properties KNOWN = load();

  /** An artifact by its name in {@code artifacts.properties}. */
  static Artifact named(String name) {
    return new Artifact(property(name));
  }

  static String property(String name) {
    String value = KNOWN.getProperty(name);
    if (value == null) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no %s for the embedded platform; it runs on Linux with amd64 or arm64"
              .formatted(name));
    }

    return value;
  }

  String artifactId() {
    return coordinates.split(":", -1)[1];
  }

  String version() {
    return coordinates.split(":", -1)[2];
  }

  private static Properties load() {
    try (InputStream in = Artifact.class.getResourceAsStream("artifacts.properties")) {
      Properties properties = new Properties();
      properties.load(in);

      return properties;
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read artifacts.properties", e);
    }
  }
}
