package io.freshet.assurance.chaos;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of fault that there is. */
public final class FaultKinds {
  private static final String EVERYTHING = "*";

  private FaultKinds() {}

  /** In the order of their groups. */
  public static List<FaultKind> all() {
    return Stream.of(
            ProcessFaults.all(),
            NetworkFaults.all(),
            AnswerFaults.all(),
            TrafficFaults.all(),
            OperationFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Chooses some.
   *
   * @param wanted names, beginnings such as {@code kafka-*}, or groups such as {@code network};
   *     nothing for all but those that must be named
   * @param unwanted likewise
   * @throws InvalidSettingException for one that fits nothing
   */
  public static List<FaultKind> chosen(Collection<String> wanted, Collection<String> unwanted) {
    Map<String, FaultKind> chosen = new LinkedHashMap<>();
    if (wanted.isEmpty()) {
      all().stream()
          .filter(kind -> !kind.onlyIfNamed())
          .forEach(kind -> chosen.put(kind.name(), kind));
    }
    for (String word : wanted) {
      fitting("--kinds", word).forEach(kind -> chosen.put(kind.name(), kind));
    }
    for (String word : unwanted) {
      fitting("--except", word).forEach(kind -> chosen.remove(kind.name()));
    }

    return new ArrayList<>(chosen.values());
  }

  private static List<FaultKind> fitting(String option, String word) {
    List<FaultKind> fitting = all().stream().filter(kind -> fits(kind, word)).toList();
    if (fitting.isEmpty()) {
      Set<String> names = all().stream().map(FaultKind::name).collect(Collectors.toSet());
      throw new InvalidSettingException(
          option,
          word,
          "a kind that --list shows, a beginning such as kafka-*, or a group"
              + NearestName.of(word, names).map(near -> "; did you mean " + near + "?").orElse(""));
    }

    return fitting;
  }

  private static boolean fits(FaultKind kind, String word) {
    if (word.endsWith(EVERYTHING)) {
      return kind.name().startsWith(word.substring(0, word.length() - EVERYTHING.length()));
    }

    return kind.name().equals(word) || kind.group().name().equalsIgnoreCase(word);
  }
}
