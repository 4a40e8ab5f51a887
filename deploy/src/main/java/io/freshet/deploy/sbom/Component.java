package io.freshet.deploy.sbom;

import java.nio.file.Path;
import java.util.List;

/**
 * A library that we ship.
 *
 * @param licences as its own description names them; it may be taken under any one
 */
public record Component(
    String group, String name, String version, Path jar, List<String> licences) {
  public Component {
    licences = List.copyOf(licences);
  }

  /** Such as {@code org.apache.avro:avro}. */
  String coordinates() {
    return group + ":" + name;
  }

  /** The package URL, by which databases of weaknesses know it. */
  String purl() {
    return "pkg:maven/%s/%s@%s".formatted(group, name, version);
  }
}
