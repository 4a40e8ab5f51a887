package io.freshet.deploy.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A map of YAML that keeps the order in which it was written, so that output never varies. */
public final class Body {
  private final Map<String, Object> map = new LinkedHashMap<>();

  private Body() {}

  public static Body of(String key, Object value) {
    return new Body().with(key, value);
  }

  public Body with(String key, Object value) {
    map.put(key, value instanceof Body body ? body.map() : value);

    return this;
  }

  /** Leaves the key out where there is no value. */
  public Body with(String key, Optional<?> value) {
    value.ifPresent(present -> with(key, present));

    return this;
  }

  /** The map itself; whoever gets it may not change it. */
  public Map<String, Object> map() {
    return map;
  }
}
