package io.freshet.core.contract.odcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The Open Data Contract Standard's own JSON Schema, as its authors publish it. */
public final class OdcsStandard {
  static final String API_VERSION = "v3.1.0";

  private static final String VERSION_KEY = "apiVersion";
  private static final String RESOURCE = "odcs-3.1.0.schema.json";

  /** The same for all who read contracts: to read it takes longer than to check many of them. */
  private static final OdcsStandard PUBLISHED = read();

  private final JsonSchema schema;
  private final Set<String> keys;

  private OdcsStandard(JsonSchema schema) {
    this.schema = schema;
    this.keys = new TreeSet<>();
    collectKeys(schema.getSchemaNode());
  }

  /** It is read once; thread-safe. */
  public static OdcsStandard load() {
    return PUBLISHED;
  }

  private static OdcsStandard read() {
    try (InputStream resource = OdcsStandard.class.getResourceAsStream(RESOURCE)) {
      return new OdcsStandard(
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909).getSchema(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One place where a document departs from the standard. */
  public record Violation(String path, String problem, String remedy) {}

  /** Every departure, each told once however many parts of the standard repeat it. */
  public List<Violation> violations(OdcsDocument document) {
    List<Violation> violations =
        new ArrayList<>(new Violations(keys).of(schema.validate(document.root())));
    JsonNode version = document.root().path(VERSION_KEY);
    if (!version.asText().equals(API_VERSION)) {
      violations.removeIf(violation -> violation.path().equals(VERSION_KEY));
      violations.add(
          new Violation(
              VERSION_KEY,
              version.isMissingNode()
                  ? "apiVersion is missing"
                  : "ODCS %s is not read".formatted(OdcsDocument.print(version)),
              API_VERSION));
    }

    return violations;
  }

  /** All keys that the standard defines anywhere. */
  private void collectKeys(JsonNode node) {
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    node.forEach(this::collectKeys);
  }
}
