package io.freshet.core.contract.reading;

import io.freshet.core.contract.Finding;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the findings of one file. Not thread-safe. */
final class Findings {
  private final String file;
  private final OdcsDocument document;
  private final List<Finding> findings = new ArrayList<>();
  // Places with findings and all that are above them.
  private final Set<String> placesAbove = new HashSet<>();
  private final Map<String, String> placesByName = new HashMap<>();
  private Set<String> silenced = Set.of();

  Findings(String file, OdcsDocument document) {
    this.file = file;
    this.document = document;
  }

  /** From here on, findings at or below the places that have one already are left out. */
  void silenceFoundPlaces() {
    silenced = findings.stream().map(Finding::path).collect(Collectors.toSet());
  }

  void add(String path, String problem, String remedy) {
    add(path, line(path), problem, remedy);
  }

  void add(Located place, String problem, String remedy) {
    add(place.path(), place.line(), problem, remedy);
  }

  /** From here on, {@code name} may stand for {@code place} at the beginning of a path. */
  void name(String name, String place) {
    placesByName.putIfAbsent(name, place);
  }

  int line(String path) {
    String named = path;
    while (!placesByName.containsKey(named) && !named.equals(Paths.ROOT)) {
      named = Paths.parent(named);
    }
    String place = placesByName.getOrDefault(named, named);

    return document.line(place + path.substring(named.length()));
  }

  /** Whether something at or below the place is wrong. */
  boolean hasWithin(String path) {
    return placesAbove.contains(path);
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  List<Finding> inLineOrder() {
    return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
  }

  private void add(String path, int line, String problem, String remedy) {
    if (!isSilenced(path)) {
      findings.add(new Finding(file, line, path, problem, remedy));
      String place = path;
      while (placesAbove.add(place)) {
        place = Paths.parent(place);
      }
    }
  }

  private boolean isSilenced(String path) {
    if (silenced.isEmpty()) {
      return false;
    }
    String place = path;
    while (!silenced.contains(place) && !place.equals(Paths.ROOT)) {
      place = Paths.parent(place);
    }

    return silenced.contains(place);
  }
}
