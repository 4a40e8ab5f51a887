package io.freshet.deploy.sbom.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.sbom.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Advisories as OSV has them (https://ossf.github.io/osv-schema), of files that somebody has
 * fetched: nobody is asked. Those of Maven's libraries count; withdrawn ones do not.
 */
public final class Advisories {
  private static final String MAVEN = "Maven";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> all;

  private Advisories(List<JsonNode> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Reads a file that holds one advisory, a list of them or {@code {"vulns": …}}, or a folder of
   * such files.
   *
   * @throws FreshetException naming what is no advisory; also where there is none at all, as that
   *     would let everything pass
   */
  public static Advisories read(Path place) {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : files(place)) {
      for (JsonNode advisory : list(parse(file))) {
        if (!advisory.path("id").isTextual()) {
          throw new FreshetException(
              Fault.CALLER,
              "%s holds something without an id; it must be advisories in OSV's format"
                  .formatted(file));
        }
        all.add(advisory);
      }
    }
    if (all.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s holds no advisory; it must be a file or a folder of OSV's, such as its Maven export"
              .formatted(place));
    }

    return new Advisories(all);
  }

  private static List<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(place, e.getMessage()), e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s as JSON: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Iterable<JsonNode> list(JsonNode root) {
    if (root.isArray()) {
      return root;
    }

    return root.path("vulns").isArray() ? root.path("vulns") : List.of(root);
  }

  public int size() {
    return all.size();
  }

  /** What is known of libraries, in their order; each advisory once a library. */
  public List<Weakness> of(List<Component> components) {
    List<Weakness> found = new ArrayList<>();
    for (Component component : components) {
      for (JsonNode advisory : all) {
        List<JsonNode> affected =
            stream(advisory.path("affected")).filter(each -> isAbout(each, component)).toList();
        boolean isWeak =
            !advisory.has("withdrawn")
                && affected.stream().anyMatch(each -> isAffected(each, component.version()));
        if (isWeak) {
          found.add(
              new Weakness(
                  component,
                  advisory.path("id").asText(),
                  advisory.path("summary").asText("without a summary"),
                  affected.stream().flatMap(Advisories::fixes).distinct().toList()));
        }
      }
    }

    return found;
  }

  private static boolean isAbout(JsonNode affected, Component component) {
    JsonNode about = affected.path("package");

    return about.path("ecosystem").asText().equals(MAVEN)
        && about.path("name").asText().equals(component.coordinates());
  }

  private static boolean isAffected(JsonNode affected, String version) {
    boolean isListed =
        stream(affected.path("versions")).anyMatch(each -> each.asText().equals(version));

    return isListed
        || stream(affected.path("ranges"))
            .filter(range -> !range.path("type").asText().equals("GIT"))
            .anyMatch(range -> isWithin(range, MavenVersion.of(version)));
  }

  /** As OSV's own rules have it: events in their order, of which the last before it decides. */
  private static boolean isWithin(JsonNode range, MavenVersion version) {
    List<Event> events =
        stream(range.path("events")).flatMap(event -> Event.of(event).stream()).sorted().toList();
    boolean within = false;
    for (Event event : events) {
      if (event.isBefore(version)) {
        within = event.begins();
      }
    }

    return within;
  }

  private static Stream<String> fixes(JsonNode affected) {
    return stream(affected.path("ranges"))
        .flatMap(range -> stream(range.path("events")))
        .filter(event -> event.has("fixed"))
        .map(event -> event.path("fixed").asText());
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
