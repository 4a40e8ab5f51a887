package io.freshet.deploy.sbom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.deploy.sbom.advisory.Weakness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The list of what we ship as CycloneDX 1.6 has it. The same libraries give the same bytes: it
 * names no time, and its number follows from what it lists.
 */
public final class Sbom {
  private final String version;
  private final List<Component> components;
  private final LicenceRules rules;

  /**
   * @param version of Freshet
   */
  public Sbom(String version, List<Component> components, LicenceRules rules) {
    this.version = version;
    this.components = List.copyOf(components);
    this.rules = rules;
  }

  /** With what is known of their weaknesses. */
  public ObjectNode json(List<Weakness> weaknesses) {
    ObjectNode root = json();
    if (!weaknesses.isEmpty()) {
      ArrayNode array = root.putArray("vulnerabilities");
      for (Weakness weakness : weaknesses) {
        ObjectNode node =
            array
                .addObject()
                .put("id", weakness.id())
                .put("description", weakness.summary())
                .put("recommendation", weakness.remedy());
        node.putArray("affects").addObject().put("ref", weakness.component().purl());
      }
    }

    return root;
  }

  public ObjectNode json() {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
            .put("bomFormat", "CycloneDX")
            .put("specVersion", "1.6")
            .put("serialNumber", "urn:uuid:" + number())
            .put("version", 1);
    root.putObject("metadata")
        .putObject("component")
        .put("type", "application")
        .put("bom-ref", "freshet")
        .put("name", "freshet")
        .put("version", version);
    ArrayNode array = root.putArray("components");
    components.forEach(component -> array.add(json(component)));

    return root;
  }

  private ObjectNode json(Component component) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "library")
            .put("bom-ref", component.purl())
            .put("group", component.group())
            .put("name", component.name())
            .put("version", component.version());
    node.putArray("hashes")
        .addObject()
        .put("alg", "SHA-256")
        .put("content", FileSum.of(component.jar()));
    ArrayNode licences = node.putArray("licenses");
    rules
        .licence(component)
        .ifPresentOrElse(
            id -> licences.addObject().putObject("license").put(key(id), id),
            () ->
                component
                    .licences()
                    .forEach(name -> licences.addObject().putObject("license").put("name", name)));

    return node.put("purl", component.purl());
  }

  private UUID number() {
    StringBuilder all = new StringBuilder(version);
    components.forEach(each -> all.append('\n').append(each.purl()));

    return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What SPDX has no id for, CycloneDX takes by name alone. */
  private static String key(String licence) {
    return licence.startsWith("LicenseRef-") ? "name" : "id";
  }
}
