package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Carriers;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.cli.contract.diff.sql.SqlFlow;
import io.freshet.cli.contract.diff.sql.SqlScript;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * dbt's models as their files have them, and which of them hand a column on to which. dbt's own
 * graph ends at tables and needs dbt, which a build server may lack.
 */
final class DbtModels {
  /** With the name by which it is called: {@code trino__steps} is {@code steps} on Trino. */
  private static final Pattern MACRO =
      Pattern.compile(
          "(?s)\\{%-?\\s*macro\\s+((?:[a-z0-9]+__)?(\\w+))\\s*\\([^)]*\\)(.*?)\\{%-?\\s*endmacro");

  private static final Pattern WORD = Pattern.compile("\\w+");

  private final Map<String, SqlScript> models;
  private final Map<String, Set<String>> macros;

  private DbtModels(Map<String, SqlScript> models, Map<String, Set<String>> macros) {
    this.models = models;
    this.macros = macros;
  }

  static DbtModels of(List<SqlSource> sources, List<SourceFile> macroFiles) {
    Map<String, SqlScript> models = new HashMap<>();
    for (SqlSource source : sources) {
      models.put(source.file().name().toLowerCase(Locale.ROOT), source.script());
    }
    Map<String, Set<String>> macros = new HashMap<>();
    for (SourceFile file : macroFiles) {
      Matcher macro = MACRO.matcher(file.text());
      while (macro.find()) {
        for (String name : List.of(macro.group(1), macro.group(2))) {
          macros
              .computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new HashSet<>())
              .addAll(words(macro.group(3)));
        }
      }
    }

    return new DbtModels(models, macros);
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(word -> word.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Model by model, until none more hands it on. */
  Carriers carriers(Sought sought) {
    Carriers carriers = new Carriers(sought.contract(), Set.of(), naming(sought));
    int before;
    do {
      before = carriers.models().size();
      for (Map.Entry<String, SqlScript> model : models.entrySet()) {
        if (new SqlFlow(model.getValue(), sought, carriers).handsOn()) {
          carriers = carriers.with(model.getKey());
        }
      }
    } while (carriers.models().size() > before);

    return carriers;
  }

  /** Macros that name the column themselves, or call one that does. */
  private Set<String> naming(Sought sought) {
    Set<String> naming = new HashSet<>();
    boolean hasMore;
    do {
      hasMore = false;
      for (Map.Entry<String, Set<String>> macro : macros.entrySet()) {
        if (macro.getValue().stream()
            .anyMatch(word -> sought.isNamed(word) || naming.contains(word))) {
          hasMore |= naming.add(macro.getKey());
        }
      }
    } while (hasMore);

    return naming;
  }
}
