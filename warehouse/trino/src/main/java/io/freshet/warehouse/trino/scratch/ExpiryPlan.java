package io.freshet.warehouse.trino.scratch;

import io.freshet.warehouse.trino.scratch.ScratchSchemas.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What would be dropped, and why. */
public record ExpiryPlan(List<Expired> expired) {
  public ExpiryPlan {
    expired = List.copyOf(expired);
  }

  /** A table or view that has not changed for longer than its schema lets it. */
  public record Expired(String schema, Item item, Duration expires) {
    public String name() {
      return schema + "." + item.name();
    }

    public Instant since() {
      return item.changed().plus(expires);
    }
  }
}
