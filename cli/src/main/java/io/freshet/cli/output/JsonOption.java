package io.freshet.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --json FILE} that every command with a result has. */
public final class JsonOption {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON to FILE; - is standard output, instead of text")
  private String file;

  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Whether standard output belongs to JSON alone. */
  public boolean replacesText() {
    return STANDARD_OUTPUT.equals(file);
  }

  /** Writes where the user asked, if they asked. */
  public void write(JsonNode result, PrintWriter out) {
    write(result, out, Files::write);
  }

  /** The same for a result that holds a secret: a file is then for its owner's eyes only. */
  public void writePrivately(JsonNode result, PrintWriter out) {
    write(result, out, PrivateFiles::write);
  }

  private interface FileWriter {
    void write(Path file, byte[] content) throws IOException;
  }

  private void write(JsonNode result, PrintWriter out, FileWriter writer) {
    if (file == null) {
      return;
    }
    try {
      String json = mapper.writeValueAsString(result);
      if (replacesText()) {
        out.println(json);
      } else {
        writer.write(
            Path.of(file).toAbsolutePath(),
            (json + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write %s: %s; name a file in a folder that exists"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
