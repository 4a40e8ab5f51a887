package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sources.Program.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Nightly jobs: a class names the tables, and those that it uses name the columns. */
final class NightlyJobs {
  private static final String ENDING = "Job";
  private static final Pattern CLASS_NAME = Pattern.compile("\\b[A-Z]\\w*");

  private final Map<String, Part> classes = new LinkedHashMap<>();

  private NightlyJobs(List<SourceFile> files) {
    for (SourceFile file : files) {
      CodeText text = CodeText.of(SourceText.of(file.text()), Language.JAVA);
      classes.put(file.name(), new Part(file.path(), text));
    }
  }

  static List<Program> of(List<SourceFile> files) {
    NightlyJobs jobs = new NightlyJobs(files);

    return jobs.classes.keySet().stream()
        .filter(name -> name.endsWith(ENDING))
        .map(jobs::job)
        .toList();
  }

  private Program job(String name) {
    String stem = name.substring(0, name.length() - ENDING.length());

    return new Program("nightly job " + stem, Language.JAVA, withUsed(name));
  }

  /** The class and the module's own that it uses, near and far. */
  private List<Part> withUsed(String name) {
    Set<String> seen = new LinkedHashSet<>(List.of(name));
    Deque<String> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      for (String used : namedIn(classes.get(left.remove()))) {
        if (classes.containsKey(used) && seen.add(used)) {
          left.add(used);
        }
      }
    }

    return seen.stream().map(classes::get).toList();
  }

  private static Set<String> namedIn(Part part) {
    return CLASS_NAME
        .matcher(part.text().code())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
