package io.freshet.cli.contract.draft;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.FileTree;
import io.freshet.local.fetch.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Protobuf's own compiler, fetched at its first use. */
final class Protoc {
  /** Protobuf's own messages; its library brings their sources along. */
  private static final List<String> WELL_KNOWN =
      List.of("any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers");

  private Protoc() {}

  /** The file and all that it imports, imports first; they are looked for in its own folder. */
  static FileDescriptorSet compile(Path file, Problems problems) throws IOException {
    Path protoc = new Programs(Cache.of(System.getenv())).protoc(ProgressListener.SILENT);
    Path work = Files.createTempDirectory("freshet-protoc");
    try {
      Path output = work.resolve("descriptors");
      run(
          List.of(
              protoc.toString(),
              "--proto_path=" + file.toAbsolutePath().getParent(),
              "--proto_path=" + includes(work),
              "--include_imports",
              "--include_source_info",
              "--descriptor_set_out=" + output,
              file.toAbsolutePath().toString()),
          problems);
      try (InputStream in = Files.newInputStream(output)) {
        return FileDescriptorSet.parseFrom(in);
      }
    } finally {
      FileTree.delete(work);
    }
  }

  private static Path includes(Path work) throws IOException {
    Path includes = work.resolve("include");
    Path folder = Files.createDirectories(includes.resolve("google/protobuf"));
    for (String name : WELL_KNOWN) {
      String resource = "/google/protobuf/%s.proto".formatted(name);
      try (InputStream in = FileDescriptorProto.class.getResourceAsStream(resource)) {
        Files.copy(in, folder.resolve(name + ".proto"));
      }
    }

    return includes;
  }

  private static void run(List<String> command, Problems problems) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw problems.unreadable(printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problems.unreadable("interrupted");
    } finally {
      process.destroy();
    }
  }
}
