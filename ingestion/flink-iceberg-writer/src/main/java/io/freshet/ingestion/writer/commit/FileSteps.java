package io.freshet.ingestion.writer.commit;

import java.util.ArrayList;
import java.util.List;

/**
 * Files that one commit adds to a table, step by step: files of deletes take rows of earlier steps
 * and commits away, and none of their own step. Tables of which no row is taken away need one step.
 *
 * @param steps each file as Iceberg's content-file JSON, which needs the table's specs to be read;
 *     at least one step, which may hold no file
 */
public record FileSteps(List<List<String>> steps) {
  public FileSteps {
    steps = steps.isEmpty() ? List.of(List.of()) : steps.stream().map(List::copyOf).toList();
  }

  public static FileSteps none() {
    return new FileSteps(List.of());
  }

  /** Files that are added at once. */
  public static FileSteps of(List<String> files) {
    return new FileSteps(List.of(files));
  }

  /** Both, where neither takes away rows of the other. */
  public FileSteps and(FileSteps other) {
    List<List<String>> both = new ArrayList<>();
    for (int i = 0; i < Math.max(steps.size(), other.steps.size()); i++) {
      List<String> step = new ArrayList<>(stepOrNone(i));
      step.addAll(other.stepOrNone(i));
      both.add(step);
    }

    return new FileSteps(both);
  }

  /** Both, where the other may take away rows of this one. */
  public FileSteps then(FileSteps other) {
    List<List<String>> all = new ArrayList<>(steps);
    all.addAll(other.steps);
    all.removeIf(List::isEmpty);

    return new FileSteps(all);
  }

  /** Of every step. */
  public List<String> all() {
    return steps.stream().flatMap(List::stream).toList();
  }

  private List<String> stepOrNone(int index) {
    return index < steps.size() ? steps.get(index) : List.of();
  }
}
