package io.freshet.cli.size;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What one event costs, by name, each with where it was measured: {@code size-figures.yaml}. */
final class Figures {
  static final String FILE = "size-figures.yaml";

  private final Map<String, Figure> figures;

  /**
   * One of them.
   *
   * @param unit what it counts, in words
   * @param source the benchmark and its command, or that it is assumed
   */
  record Figure(double value, String unit, String source, boolean measured) {
    Figure {
      if (!(value > 0)) {
        throw new FreshetException(
            Fault.CALLER, "%s has %s (%s); each figure is above 0".formatted(FILE, value, unit));
      }
    }
  }

  private Figures(Map<String, Figure> figures) {
    this.figures = figures;
  }

  static Figures shipped() {
    try (InputStream in = Figures.class.getResourceAsStream(FILE)) {
      Map<String, Map<String, Map<String, Object>>> document =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      Map<String, Figure> figures = new LinkedHashMap<>();
      document
          .get("figures")
          .forEach(
              (name, figure) ->
                  figures.put(
                      name,
                      new Figure(
                          ((Number) figure.get("value")).doubleValue(),
                          (String) figure.get("unit"),
                          (String) figure.get("source"),
                          (Boolean) figure.get("measured"))));

      return new Figures(figures);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read " + FILE, e);
    }
  }

  double value(String name) {
    return figures.get(name).value();
  }

  Map<String, Figure> all() {
    return Map.copyOf(figures);
  }

  /** The same with another value in one place: what an answer hangs on is seen that way. */
  Figures with(String name, double value) {
    Map<String, Figure> changed = new LinkedHashMap<>(figures);
    Figure before = figures.get(name);
    changed.put(name, new Figure(value, before.unit(), before.source(), before.measured()));

    return new Figures(changed);
  }
}
