package io.freshet.recovery.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a metadata file says.
 *
 * @param location of the file
 * @param tableLocation where the table or view lies
 * @param previous the files before it that it names, the oldest first; a view names none
 * @param snapshot the table's current one
 */
public record Description(
    Kind kind,
    String location,
    String uuid,
    String tableLocation,
    Instant lastUpdated,
    List<String> previous,
    OptionalLong snapshot,
    Map<String, String> properties) {
  public Description {
    previous = List.copyOf(previous);
    properties = Map.copyOf(properties);
  }

  /** What Iceberg keeps metadata of. */
  public enum Kind {
    TABLE,
    VIEW;

    /** As people read it. */
    public String word() {
      return this == TABLE ? "table" : "view";
    }
  }
}
