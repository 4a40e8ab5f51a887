package io.freshet.lineage.store;

import io.freshet.lineage.graph.AmbiguousNameException;
import io.freshet.lineage.graph.UnknownDatasetException;
import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.DatasetName.Kind;
import java.util.Collection;
import java.util.List;

/** Finds the dataset that somebody means. */
final class Names {
  private Names() {}

  /**
   * By its id ({@code stream:markets}), its name as a table, or the last part of it where one table
   * bears it; else as a stream.
   *
   * @throws UnknownDatasetException with the nearest name when there is none
   * @throws AmbiguousNameException when there are several
   */
  static DatasetName find(String asked, Collection<DatasetName> known) {
    for (Kind kind : List.of(Kind.TABLE, Kind.OTHER)) {
      DatasetName named = new DatasetName(kind, asked);
      if (known.contains(named)) {
        return named;
      }
    }
    List<DatasetName> byId = known.stream().filter(name -> name.id().equals(asked)).toList();
    if (!byId.isEmpty()) {
      return byId.get(0);
    }
    List<DatasetName> byLastPart =
        known.stream()
            .filter(name -> name.kind() == Kind.TABLE && name.name().endsWith("." + asked))
            .toList();
    if (byLastPart.size() > 1) {
      throw new AmbiguousNameException(asked, byLastPart.stream().map(DatasetName::name).toList());
    }
    if (!byLastPart.isEmpty()) {
      return byLastPart.get(0);
    }
    DatasetName stream = DatasetName.stream(asked);
    if (known.contains(stream)) {
      return stream;
    }
    throw UnknownDatasetException.dataset(asked, known.stream().map(Names::shown).toList());
  }

  private static String shown(DatasetName name) {
    return name.kind() == Kind.STREAM ? name.id() : name.name();
  }
}
