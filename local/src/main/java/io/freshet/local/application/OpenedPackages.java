package io.freshet.local.application;

import java.util.List;

/** What Flink needs opened of Java 17, as its own configuration has it. */
public final class OpenedPackages {
  /** Each as {@code module/package}. */
  public static final List<String> ALL =
      List.of(
          "java.base/java.lang",
          "java.base/java.net",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/sun.nio.ch",
          "java.base/java.lang.reflect",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks");

  private OpenedPackages() {}
}
