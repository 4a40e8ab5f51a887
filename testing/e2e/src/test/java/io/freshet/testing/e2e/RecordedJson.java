package io.freshet.testing.e2e;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** What was recorded of Wikipedia and GitHub, as events of contracts that were written for it. */
record RecordedJson(List<String> edits, List<String> happenings) {
  /** Kinds of pages that the first version of the contract allows. */
  private static final Set<String> NAMESPACES = Set.of("Main", "User", "Talk", "Wikipedia");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** From the folder that {@code FRESHET_JSON} names; skips the test where it names none. */
  static RecordedJson require() throws IOException {
    Optional<Path> folder = Optional.ofNullable(System.getenv("FRESHET_JSON")).map(Path::of);
    assumeThat(folder)
        .as("FRESHET_JSON names no folder with wikipedia-edits and github-events: left out")
        .isPresent();

    return new RecordedJson(
        lines(folder.get().resolve("wikipedia-edits.ndjson.gz")),
        lines(folder.get().resolve("github-events.ndjson.gz")));
  }

  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /**
   * An event as it is sent.
   *
   * @param id nobody else's
   * @param text in CloudEvents' JSON format
   * @param isFit whether the first version of its contract takes it
   */
  record Offered(String id, String text, boolean isFit) {
    /** The same, with the title of its page under the name that it gets on the way, if any. */
    Offered byTheNewName() {
      return new Offered(id, text.replaceFirst("\"page\":", "\"page_title\":"), isFit);
    }
  }

  /** All that was recorded, once, in an order in which GitHub's events are among the edits. */
  List<Offered> round(int number, String editsContract, String happeningsContract)
      throws IOException {
    List<Offered> all = new ArrayList<>();
    int between = edits.size() / happenings.size();
    for (int line = 0; line < edits.size(); line++) {
      String edit = edits.get(line);
      JsonNode namespace = JSON.readTree(edit).path("namespace");
      all.add(
          offered(
              "edit-%d-%d".formatted(number, line),
              editsContract,
              edit,
              NAMESPACES.contains(namespace.textValue())));
      int happening = line / between;
      if (line % between == 0 && happening < happenings.size()) {
        all.add(
            offered(
                "github-%d-%d".formatted(number, happening),
                happeningsContract,
                happenings.get(happening),
                true));
      }
    }

    return all;
  }

  private static Offered offered(String id, String contract, String data, boolean isFit) {
    String text =
        "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"/crawler\", \"type\": \"%s\", \"data\": %s}"
            .formatted(id, contract, data);

    return new Offered(id, text, isFit);
  }
}
