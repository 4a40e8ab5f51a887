package io.freshet.cli.doctor;

import io.freshet.core.toolkit.Amounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be on the machine before anything of ours is. */
record Prerequisites(Path stateFolder) {
  private static final int JAVA = 17;
  private static final long GIB = 1L << 30;
  private static final long FREE_DISK = 6 * GIB;
  private static final long LEAST_DISK = GIB;
  private static final long FREE_MEMORY = GIB;
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)[.\\d]*");
  private static final int SECONDS = 8;

  List<Check> checks() {
    String install = "./freshet --help";

    return List.of(
        new Check("java", List.of(), install, () -> java(Runtime.version().feature())),
        new Check("maven", List.of(), install, () -> tool("maven", 3, 8, "mvn", "--version")),
        new Check(
            "python", List.of(), install, () -> tool("python3", 3, 11, "python3", "--version")),
        new Check("disk", List.of(), install, () -> disk(stateFolder, free())),
        new Check("memory", List.of(), install, () -> memory(Files.readString(MEMORY))));
  }

  static Finding java(int feature) {
    return feature == JAVA
        ? Finding.ok("JDK " + feature)
        : Finding.failed(
            "JDK %d; it must be 17".formatted(feature),
            "sudo apt-get install -y openjdk-17-jdk-headless");
  }

  private static Finding tool(String name, int major, int minor, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notThere) {
      return version(name, major, minor, "");
    }
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return Finding.warning(
            "%s did not say its version within %d s".formatted(name, SECONDS),
            String.join(" ", command));
      }

      return version(
          name,
          major,
          minor,
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * @param said what the tool says of itself; empty where it is not there
   */
  static Finding version(String name, int major, int minor, String said) {
    Matcher version = VERSION.matcher(said);
    String wanted = "%s %d.%d or later".formatted(name, major, minor);
    String install = "sudo apt-get install -y " + name;
    if (!version.find()) {
      return Finding.failed("not found; %s is needed".formatted(wanted), install);
    }
    int foundMajor = Integer.parseInt(version.group(1));
    int foundMinor = Integer.parseInt(version.group(2));
    boolean isEnough = foundMajor > major || (foundMajor == major && foundMinor >= minor);

    return isEnough
        ? Finding.ok("%s %s".formatted(name, version.group()))
        : Finding.failed("%s; %s is needed".formatted(version.group(), wanted), install);
  }

  private long free() throws IOException {
    Path existing = stateFolder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }

    return Files.getFileStore(existing).getUsableSpace();
  }

  /**
   * @param free bytes
   */
  static Finding disk(Path folder, long free) {
    String seen = "%s free at %s".formatted(Amounts.bytes(free), folder);
    String remedy = "free some, or point FRESHET_STATE and FRESHET_CACHE to another disk";
    if (free < LEAST_DISK) {
      return Finding.failed(seen + "; 1 GiB is the least", remedy);
    }

    return free < FREE_DISK
        ? Finding.warning(seen + "; 6 GiB are wanted", remedy)
        : Finding.ok(seen);
  }

  /**
   * @param meminfo as Linux tells it
   */
  static Finding memory(String meminfo) {
    Matcher available = AVAILABLE.matcher(meminfo);
    if (!available.find()) {
      return Finding.skipped("this system does not say what memory is available");
    }
    long bytes = Long.parseLong(available.group(1)) * 1024;
    String seen = Amounts.bytes(bytes) + " available";

    return bytes < FREE_MEMORY
        ? Finding.warning(
            seen + "; below 1 GiB processes may be killed",
            "stop what is not needed; the embedded platform takes 6 GiB")
        : Finding.ok(seen);
  }
}
