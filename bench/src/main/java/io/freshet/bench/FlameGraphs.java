package io.freshet.bench;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Shows where Java processes spend their processor time: async-profiler looks at them a thousand
 * times a second of it, which costs a few per cent of what they do.
 */
public final class FlameGraphs implements ProcessObserver {
  private static final String LIBRARY = "libasyncProfiler.so";

  /** Frames of less than this percentage are left out, which keeps a graph readable and small. */
  private static final String LEAST_WIDTH = "0.2";

  private final Path folder;
  private final Path library;

  private FlameGraphs(Path folder, Path library) {
    this.folder = folder;
    this.library = library;
  }

  /**
   * @param folder where the graphs go; made when it is not there
   */
  public static FlameGraphs into(Path folder) throws IOException {
    Files.createDirectories(folder);
    // Beside the graphs: the processes load it from there.
    Path library = folder.toAbsolutePath().resolve(LIBRARY);
    String packed = platform() + "/" + LIBRARY;
    try (InputStream in = FlameGraphs.class.getClassLoader().getResourceAsStream(packed)) {
      if (in == null) {
        throw new FreshetException(
            Fault.CALLER, "async-profiler has no library for this machine: " + packed);
      }
      Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
    }
    library.toFile().deleteOnExit();

    return new FlameGraphs(folder.toAbsolutePath(), library);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    if (system.startsWith("mac")) {
      return "macos";
    }

    return "linux-" + (processor.equals("aarch64") ? "arm64" : "x64");
  }

  @Override
  public void start(long pid) {
    command(pid, "start,event=cpu,interval=1ms,threads");
  }

  /** Writes {@code NAME.html} and, for other tools, {@code NAME.collapsed}. */
  @Override
  public void stop(long pid, String name) {
    command(pid, "dump,collapsed,file=" + folder.resolve(name + ".collapsed"));
    command(
        pid,
        "stop,flamegraph,title=%s,minwidth=%s,file=%s"
            .formatted(name, LEAST_WIDTH, folder.resolve(name + ".html")));
  }

  private void command(long pid, String command) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        machine.loadAgentPath(library.toString(), command);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new FreshetException(Fault.OURS, "Cannot look at process " + pid, e);
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot look at process " + pid, e);
    } catch (AgentLoadException | AgentInitializationException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "async-profiler refuses %s".formatted(command), e);
    }
  }
}
