package io.freshet.deploy.sbom;

import java.nio.file.Path;
import java.util.List;

/**
 * A library that we ship.
 *
 * @param classifier which of the jars of that name and version; mostly empty
 * @param licences as its own description names them; it may be taken under any one
 */
public record Component(
    String group, String name, String version, String classifier, Path jar, List<String> licences) {
  public Component {
    licences = List.copyOf(licences);
  }

  /** Such as {@code org.apache.avro:avro}. */
  public String coordinates() {
    return group + ":" + name;
  }

  /** The package URL, by which databases of weaknesses know it. */
  public String purl() {
    String main = "pkg:maven/%s/%s@%s".formatted(group, name, version);

    return classifier.isEmpty() ? main : "%s?classifier=%s".formatted(main, classifier);
  }
}
