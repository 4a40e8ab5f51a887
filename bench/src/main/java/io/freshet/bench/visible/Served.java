package io.freshet.bench.visible;

/** The dashboard while it is served; it ends with this. */
public interface Served extends AutoCloseable {
  String address();
}
