package io.freshet.lineage.event;

/** Unique in the graph. */
public record JobName(String namespace, String name) {
  public String id() {
    return "job:" + namespace + "/" + name;
  }
}
