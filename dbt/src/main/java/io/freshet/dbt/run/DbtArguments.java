package io.freshet.dbt.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user asks dbt for: everything after {@code freshet dbt}, in dbt's own words. */
public record DbtArguments(List<String> words) {
  private static final Set<String> WITHOUT_WAREHOUSE =
      Set.of("parse", "list", "ls", "deps", "clean", "init");
  private static final Set<String> BUILDING = Set.of("build", "run", "test", "seed", "snapshot");
  private static final Set<String> HELP = Set.of("--help", "-h", "--version", "-V");
  private static final Set<String> TARGET = Set.of("--target", "-t");
  private static final String DEFAULT_TARGET = "trino";

  public DbtArguments {
    words = List.copyOf(words);
  }

  /** dbt's command, such as {@code build}; empty where there are only options. */
  public Optional<String> command() {
    return words.stream().filter(word -> !word.startsWith("-")).findFirst();
  }

  /** Whether dbt would make or test something, and leave a result of each. */
  boolean build() {
    return words.stream().noneMatch(HELP::contains)
        && command().filter(BUILDING::contains).isPresent();
  }

  boolean isSourceFreshness() {
    int source = words.indexOf("source");

    return source >= 0 && words.subList(source, words.size()).contains("freshness");
  }

  /** Whether dbt would ask the warehouse anything. */
  public boolean needWarehouse() {
    boolean servesDocs = words.contains("docs") && words.contains("serve");

    return words.stream().noneMatch(HELP::contains)
        && !servesDocs
        && command().filter(name -> !WITHOUT_WAREHOUSE.contains(name)).isPresent();
  }

  /** The output of {@code profiles.yml} that this run uses. */
  String target(Map<String, String> environment) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (TARGET.contains(word) && i + 1 < words.size()) {
        return words.get(i + 1);
      }
      if (word.startsWith("--target=")) {
        return word.substring("--target=".length());
      }
    }

    return environment.getOrDefault("FRESHET_DBT_TARGET", DEFAULT_TARGET);
  }

  boolean useTrino(Map<String, String> environment) {
    return target(environment).equals(DEFAULT_TARGET);
  }
}
