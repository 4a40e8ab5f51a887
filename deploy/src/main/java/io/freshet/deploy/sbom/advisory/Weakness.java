package io.freshet.deploy.sbom.advisory;

import io.freshet.deploy.sbom.Component;
import java.util.List;

/**
 * That a library which we ship is known to be weak.
 *
 * @param id of the advisory, such as {@code GHSA-…}
 * @param fixedIn versions in which it is not any more; none where nobody has said one
 */
public record Weakness(Component component, String id, String summary, List<String> fixedIn) {
  public Weakness {
    fixedIn = List.copyOf(fixedIn);
  }

  /** One line for people. */
  public String text() {
    return "%s:%s %s %s; %s"
        .formatted(component.coordinates(), component.version(), id, summary, remedy());
  }

  /** What would mend it. */
  public String remedy() {
    return fixedIn.isEmpty() ? "nothing is fixed yet" : "fixed in " + String.join(", ", fixedIn);
  }
}
