package io.freshet.lineage.graph;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.Collection;
import java.util.Optional;

/** Nobody has told of a dataset or a column of that name. */
public final class UnknownDatasetException extends FreshetException {
  private final boolean nothingKnown;

  private UnknownDatasetException(boolean nothingKnown, String message) {
    super(Fault.CALLER, message);
    this.nothingKnown = nothingKnown;
  }

  public static UnknownDatasetException dataset(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return new UnknownDatasetException(
          true, "Nothing is known yet: no engine has told what it reads and writes");
    }

    return new UnknownDatasetException(
        false,
        "Nobody has told of a table or stream %s%s".formatted(name, suggestion(name, known)));
  }

  public static UnknownDatasetException column(
      String column, String dataset, Collection<String> known) {
    return new UnknownDatasetException(
        false,
        "Nobody has told of a column %s of %s%s"
            .formatted(column, dataset, suggestion(column, known)));
  }

  /** The nearest name, or of qualified ones the one whose last part is nearest. */
  private static String suggestion(String name, Collection<String> known) {
    Optional<String> nearest = NearestName.of(name, known);
    Optional<String> byLastPart =
        NearestName.of(
                lastPart(name), known.stream().map(UnknownDatasetException::lastPart).toList())
            .flatMap(part -> known.stream().filter(one -> lastPart(one).equals(part)).findFirst());

    return nearest.or(() -> byLastPart).map("; did you mean %s?"::formatted).orElse("");
  }

  private static String lastPart(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
  }

  /** Whether the graph is empty. */
  public boolean nothingKnown() {
    return nothingKnown;
  }
}
