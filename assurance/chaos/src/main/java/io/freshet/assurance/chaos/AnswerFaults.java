package io.freshet.assurance.chaos;

import io.freshet.assurance.chaos.FaultKind.Group;
import java.time.Duration;
import java.util.List;

/** What object stores and catalogs answer on bad days: before they did what was asked, or after. */
final class AnswerFaults {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(25);

  private AnswerFaults() {}

  static List<FaultKind> all() {
    return List.of(
        store("s3-refuses-data-files", "answers 503 to each data file"),
        store("s3-slows-down", "answers SlowDown to each data file"),
        store("s3-keeps-files-and-fails", "keeps each data file and answers 500"),
        store("s3-keeps-files-in-silence", "keeps each data file and breaks the connection"),
        store("s3-keeps-files-and-is-late", "keeps each data file and says so 10 s later"),
        store("s3-refuses-manifests", "answers 503 to each manifest"),
        store("s3-keeps-manifests-in-silence", "keeps each manifest and breaks the connection"),
        store("s3-refuses-checkpoints", "answers 503 to each file of Flink's own"),
        store(
            "s3-keeps-checkpoints-in-silence",
            "keeps each file of Flink's own and breaks the connection"),
        store("s3-refuses-reads", "answers 503 to each read"),
        catalog("catalog-refuses-commits", "answers 503 to each commit"),
        catalog("catalog-fails-before-commits", "answers 500 to each commit and makes none"),
        catalog("catalog-commits-in-silence", "makes each commit and breaks the connection"),
        catalog("catalog-commits-and-fails", "makes each commit and answers 504"),
        catalog("catalog-speaks-of-conflicts", "answers 409 to each commit and makes none"),
        catalog("catalog-commits-and-conflicts", "makes each commit and answers 409"),
        catalog("catalog-refuses-loads", "answers 503 to whoever loads a table"),
        catalog("catalog-is-late", "answers each commit 20 s later"));
  }

  private static FaultKind store(String name, String doing) {
    return fault(name, "the store " + doing);
  }

  private static FaultKind catalog(String name, String doing) {
    return fault(name, "the catalog " + doing);
  }

  private static FaultKind fault(String name, String doing) {
    return new FaultKind(
        name,
        Group.ANSWER,
        doing,
        "commits come later, jobs restart, files are left that no table knows",
        "",
        "answers are right again",
        SHORTEST,
        LONGEST,
        false);
  }
}
