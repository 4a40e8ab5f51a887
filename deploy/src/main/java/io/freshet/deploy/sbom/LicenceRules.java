package io.freshet.deploy.sbom;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Which licences we ship libraries under. Of a library with several, one that is allowed is enough:
 * by Maven's own rule the user chooses.
 */
public final class LicenceRules {
  private static final String SHIPPED = "licences.yaml";

  /** SPDX's ids by the names that poms use, in lower case. */
  private final Map<String, String> allowed;

  /** Of libraries whose poms say nothing, or something else than their licence file. */
  private final Map<String, String> declared;

  private LicenceRules(Map<String, String> allowed, Map<String, String> declared) {
    this.allowed = Map.copyOf(allowed);
    this.declared = Map.copyOf(declared);
  }

  /** Those of this project. */
  public static LicenceRules shipped() {
    try (InputStream in = LicenceRules.class.getResourceAsStream(SHIPPED)) {
      Map<String, Map<String, Object>> rules =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(in);

      return of(rules);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read %s".formatted(SHIPPED), e);
    }
  }

  static LicenceRules of(Map<String, Map<String, Object>> rules) {
    Map<String, String> allowed = new HashMap<>();
    rules
        .get("allowed")
        .forEach(
            (id, names) -> {
              allowed.put(id.toLowerCase(Locale.ROOT), id);
              for (Object name : (List<?>) names) {
                allowed.put(name.toString().toLowerCase(Locale.ROOT), id);
              }
            });
    Map<String, String> declared = new HashMap<>();
    rules.get("declared").forEach((library, id) -> declared.put(library, id.toString()));

    return new LicenceRules(allowed, declared);
  }

  /** Under which licence we ship it, by its SPDX id; empty where none is allowed. */
  Optional<String> licence(Component component) {
    String own = declared.get(component.coordinates());

    return own != null
        ? Optional.ofNullable(allowed.get(own.toLowerCase(Locale.ROOT)))
        : component.licences().stream()
            .map(name -> allowed.get(name.toLowerCase(Locale.ROOT)))
            .filter(Objects::nonNull)
            .findFirst();
  }

  /** A line for each library that may not be shipped, and what to do. */
  public List<String> problems(List<Component> components) {
    List<String> problems = new ArrayList<>();
    for (Component component : components) {
      if (licence(component).isEmpty()) {
        problems.add(
            "%s %s is under %s; use another library, or add what its licence file says to %s"
                .formatted(
                    component.coordinates(),
                    component.version(),
                    component.licences().isEmpty()
                        ? "no licence that its pom names"
                        : String.join(" or ", component.licences()),
                    SHIPPED));
      }
    }

    return problems;
  }
}
