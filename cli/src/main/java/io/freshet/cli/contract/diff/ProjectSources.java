package io.freshet.cli.contract.diff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The project's own readers by what is written in them: lineage knows only those that have run, and
 * a build server has none. A word is no proof, and so they are told apart from lineage's.
 */
final class ProjectSources {
  private static final List<Place> PLACES =
      List.of(
          new Place("dbt model", "dbt/models", ".sql"),
          new Place("SQL application", "ingestion/sql-apps", ".yaml"),
          new Place("nightly job", "batch/spark-jobs/src/main", "Job.java"),
          new Place("notebook", "notebooks", ".ipynb"),
          new Place("dashboard", "dashboard", ".py"));

  private final List<Source> sources;

  private record Place(String what, String folder, String suffix) {}

  private record Source(Mention mention, String text) {}

  private ProjectSources(List<Source> sources) {
    this.sources = sources;
  }

  /** Those of a checkout; none where there is none. */
  static ProjectSources of(Path project) {
    List<Source> sources = new ArrayList<>();
    for (Place place : PLACES) {
      Path folder = project.resolve(place.folder());
      if (Files.isDirectory(folder)) {
        files(folder, place.suffix()).forEach(file -> sources.add(source(project, place, file)));
      }
    }

    return new ProjectSources(sources);
  }

  /** Sources that name the contract and, where a column is concerned, the column as well. */
  List<Mention> mentions(ContractChange change) {
    Pattern contract = word(change.contract());
    // Of a part of an object the last word is what a source would say.
    Pattern column =
        word(
            change
                .column()
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .orElse(change.contract()));

    return sources.stream()
        .filter(source -> contract.matcher(source.text()).find())
        .filter(source -> column.matcher(source.text()).find())
        .map(Source::mention)
        .toList();
  }

  /** Models are called after what they are made from, as in {@code stg_orders__order_events}. */
  private static Pattern word(String name) {
    return Pattern.compile("(?<![a-zA-Z0-9])" + Pattern.quote(name) + "(?![a-zA-Z0-9_])");
  }

  private static Source source(Path project, Place place, Path file) {
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.length() - place.suffix().length());
    try {
      return new Source(
          new Mention(place.what() + " " + stem, project.relativize(file).toString()),
          Files.readString(file) + ruleBeside(file, stem));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A nightly job names its tables, and the rule beside it the columns. */
  private static String ruleBeside(Path job, String stem) throws IOException {
    Path rule = job.resolveSibling(stem + ".java");

    return Files.exists(rule) ? Files.readString(rule) : "";
  }

  /** Hidden folders hold what tools leave behind; a contract reads nothing. */
  private static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(suffix))
          .filter(
              path ->
                  !folder
                      .relativize(path)
                      .toString()
                      .matches("(.*/)?(\\.|target/|tests?/|src/test/|contracts/).*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
