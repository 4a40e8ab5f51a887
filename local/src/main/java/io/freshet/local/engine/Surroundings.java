package io.freshet.local.engine;

import io.freshet.local.LocalSettings;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.local.fetch.JavaRuntimes;
import io.freshet.local.fetch.JavaRuntimes.JavaRuntime;
import io.freshet.local.fetch.Programs;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.state.Ports;
import io.freshet.local.state.Secrets;

/** All that an engine is given to start from. */
public record Surroundings(
    StateFolder folder,
    Ports ports,
    Secrets secrets,
    LocalSettings settings,
    Modules modules,
    Programs programs,
    JavaRuntimes runtimes,
    PythonEnvironments pythons,
    ProgressListener progress) {

  public int port(Part part) {
    return ports.port(part.label());
  }

  /**
   * A Java process with the heap of this part; quick to compile on a platform that is short-lived.
   */
  JavaCommand java(JavaRuntime runtime, Part part) {
    JavaCommand command = new JavaCommand(runtime, settings.heap(part));

    return settings.shortLived() ? command.options(JavaCommand.QUICK_TO_COMPILE) : command;
  }

  /** {@code 127.0.0.1:PORT} of a part. */
  public String address(Part part) {
    return "127.0.0.1:" + port(part);
  }
}
