package io.freshet.cli.size;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A dated list of prices.
 *
 * @param source who says so
 * @param diskGbMonth of what brokers write to
 * @param objectGbMonth of what tables lie on
 */
record Prices(
    String dated,
    String source,
    String currency,
    double coreHour,
    double gbMemoryHour,
    double diskGbMonth,
    double objectGbMonth,
    double thousandWrites,
    double thousandReads) {
  private static final List<String> NUMBERS =
      List.of(
          "core-hour",
          "gb-memory-hour",
          "disk-gb-month",
          "object-gb-month",
          "thousand-writes",
          "thousand-reads");

  static Prices shipped() {
    try (InputStream in = Prices.class.getResourceAsStream("prices.yaml")) {
      return read(in, "prices.yaml");
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read prices.yaml", e);
    }
  }

  static Prices read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read prices from %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Prices read(InputStream in, String name) {
    Map<String, Object> values;
    try {
      values = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
    } catch (YAMLException | ClassCastException e) {
      throw new FreshetException(
          Fault.CALLER, "%s is no YAML of prices: %s".formatted(name, e.getMessage()), e);
    }
    for (String key : NUMBERS) {
      if (values == null
          || !(values.get(key) instanceof Number number)
          || number.doubleValue() < 0) {
        throw new FreshetException(
            Fault.CALLER, "%s: %s is missing or no price; give a number".formatted(name, key));
      }
    }

    return new Prices(
        text(values, "dated", name),
        text(values, "source", name),
        text(values, "currency", name),
        number(values, "core-hour"),
        number(values, "gb-memory-hour"),
        number(values, "disk-gb-month"),
        number(values, "object-gb-month"),
        number(values, "thousand-writes"),
        number(values, "thousand-reads"));
  }

  private static String text(Map<String, Object> values, String key, String name) {
    Object value = values.get(key);
    if (value == null) {
      throw new FreshetException(
          Fault.CALLER, "%s: %s is missing; say when and by whom".formatted(name, key));
    }

    // A date is one to YAML, too.
    return value instanceof Date date
        ? date.toInstant().toString().substring(0, 10)
        : value.toString().strip();
  }

  private static double number(Map<String, Object> values, String key) {
    return ((Number) values.get(key)).doubleValue();
  }
}
