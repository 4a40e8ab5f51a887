package io.freshet.local.engine;

import io.freshet.local.fetch.JavaRuntimes.JavaRuntime;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a Java process. */
public final class JavaCommand {
  /** The second compiler would still be at work when a process of minutes ends. */
  public static final String QUICK_TO_COMPILE = "-XX:TieredStopAtLevel=1";

  private final List<String> command = new ArrayList<>();

  public JavaCommand(JavaRuntime runtime, String heap) {
    command.add(runtime.java());
    options("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8");
  }

  public JavaCommand options(String... options) {
    command.addAll(List.of(options));

    return this;
  }

  public List<String> main(String classPath, String mainClass, String... arguments) {
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(arguments));

    return List.copyOf(command);
  }

  public List<String> jar(String jar) {
    command.add("-jar");
    command.add(jar);

    return List.copyOf(command);
  }
}
