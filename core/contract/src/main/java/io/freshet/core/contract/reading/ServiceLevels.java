package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.Paths;
import io.freshet.core.toolkit.NearestName;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The slaProperties that the platform keeps; the standard knows more, for other tools. */
final class ServiceLevels {
  private static final String PATH = "slaProperties";
  private static final List<String> KNOWN = ContractKey.at(ContractKey.Place.SLA);

  private final Map<String, Located> byName = new LinkedHashMap<>();
  private final Findings findings;

  ServiceLevels(Section document, Findings findings) {
    this.findings = findings;
    int index = 0;
    for (JsonNode entry : document.node(PATH)) {
      String path = Paths.item(PATH, index++);
      String name = entry.path("property").asText();
      Located place = new Located(entry, Paths.key(PATH, name), findings.line(path));
      Optional<String> near = NearestName.of(name, KNOWN);
      if (KNOWN.contains(name)) {
        if (byName.putIfAbsent(name, place) != null) {
          findings.add(place, "%s is given twice".formatted(name), "each property once");
        }
      } else if (near.isPresent()) {
        findings.add(place, "%s is no service level".formatted(name), near.get());
      }
    }
  }

  boolean has(ContractKey key) {
    return byName.containsKey(key.key());
  }

  Located place(ContractKey key) {
    return byName.getOrDefault(
        key.key(),
        new Located(MissingNode.getInstance(), Paths.key(PATH, key.key()), findings.line(PATH)));
  }

  /** Of those that only a table has. */
  Collection<Located> placesOfTable() {
    return byName.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(ContractKey.END_OF_LIFE.key()))
        .map(Map.Entry::getValue)
        .toList();
  }

  Optional<LocalDate> day(ContractKey key) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = place(key).node().path("value");
    try {
      return Optional.of(LocalDate.parse(value.asText()));
    } catch (DateTimeParseException e) {
      findings.add(
          place(key),
          "%s is %s".formatted(key.key(), OdcsDocument.print(value)),
          "a day such as '2026-12-31'");
      return Optional.empty();
    }
  }

  Optional<Duration> duration(ContractKey key) {
    if (!has(key)) {
      return Optional.empty();
    }
    Located place = place(key);
    long unit =
        switch (place.node().path("unit").asText()) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> 0;
        };
    JsonNode value = place.node().path("value");
    boolean isWhole = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0;
    if (!isWhole || unit == 0 || value.longValue() * unit > Section.LONGEST.toSeconds()) {
      findings.add(
          place,
          "%s is %s with the unit %s"
              .formatted(
                  key.key(),
                  OdcsDocument.print(value),
                  place.node().has("unit")
                      ? OdcsDocument.print(place.node().get("unit"))
                      : "left out"),
          "a whole number with the unit s, m, h or d");
      return Optional.empty();
    }

    return Optional.of(Duration.ofSeconds(value.longValue() * unit));
  }
}
