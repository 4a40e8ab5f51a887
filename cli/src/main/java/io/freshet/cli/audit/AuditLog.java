package io.freshet.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What people have done by commands, a line of JSON each. Each line holds the hash of the one
 * before it, so that a line that is changed, taken out or put in shows at {@link #verify}; lines
 * that are taken away from the end show when the last hash is known elsewhere. Several processes
 * may write.
 */
public final class AuditLog {
  /** The hash before the first line. */
  static final String NONE = "0".repeat(64);

  private static final String PREVIOUS = "previous";
  private static final String HASH = "hash";
  private static final String NUMBER = "number";

  private final Path file;
  private final ObjectMapper mapper = new ObjectMapper();

  public AuditLog(Path file) {
    this.file = file;
  }

  /**
   * What a look at the whole log has found.
   *
   * @param lines that hold together, from the first on
   * @param last the hash of the last of them, to be kept elsewhere
   * @param broken where it does not hold together any more, and why
   */
  public record Finding(long lines, String last, Optional<String> broken) {}

  /** Adds a line, and returns when it is on disk. */
  public void append(ObjectNode entry) {
    try {
      open();
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        ObjectNode last = last(channel);
        ObjectNode line = mapper.createObjectNode();
        line.put(NUMBER, last.path(NUMBER).asLong(0) + 1);
        line.setAll(entry);
        line.put(PREVIOUS, last.path(HASH).asText(NONE));
        line.put(HASH, hash(line));
        byte[] bytes = (mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        channel.position(channel.size());
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Reads it from the first line to where it does not hold together any more. */
  public Finding verify() {
    long lines = 0;
    String previous = NONE;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        Optional<String> broken = broken(text, lines + 1, previous);
        if (broken.isPresent()) {
          return new Finding(lines, previous, broken);
        }
        previous = mapper.readTree(text).path(HASH).asText();
        lines++;
      }
    } catch (IOException e) {
      throw unusable(e);
    }

    return new Finding(lines, previous, Optional.empty());
  }

  private Optional<String> broken(String text, long number, String previous) {
    try {
      if (!(mapper.readTree(text) instanceof ObjectNode line)) {
        return Optional.of("line %d is no entry".formatted(number));
      }
      if (line.path(NUMBER).asLong() != number || !line.path(PREVIOUS).asText().equals(previous)) {
        return Optional.of("line %d does not follow the one before it".formatted(number));
      }
      if (!hash(line).equals(line.path(HASH).asText())) {
        return Optional.of("line %d was changed".formatted(number));
      }

      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of("line %d is no entry".formatted(number));
    }
  }

  private void open() throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException e) {
        // Another process was faster.
      }
    }
  }

  /** The last line; an empty node where there is none, or where it is cut off. */
  private ObjectNode last(FileChannel channel) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 16));
    channel.position(channel.size() - tail.capacity());
    while (tail.hasRemaining() && channel.read(tail) >= 0) {
      // until it is full
    }
    String text = new String(tail.array(), StandardCharsets.UTF_8).stripTrailing();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    try {
      return mapper.readTree(line) instanceof ObjectNode node ? node : mapper.createObjectNode();
    } catch (JsonProcessingException cutOff) {
      return mapper.createObjectNode();
    }
  }

  private String hash(ObjectNode line) throws JsonProcessingException {
    byte[] content =
        mapper
            .writeValueAsString(line.deepCopy().without(Set.of(HASH)))
            .getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private FreshetException unusable(IOException e) {
    return new FreshetException(
        Fault.CALLER,
        "Cannot use the audit log %s: %s; name another file in FRESHET_AUDIT_PATH"
            .formatted(file, e.getMessage()),
        e);
  }
}
