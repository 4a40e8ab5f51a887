package io.freshet.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people have done by commands, a line of JSON each. Each line holds the hash of the one
 * before it, so that a line that is changed, taken out or put in shows at {@link #verify}; lines
 * that are taken away from the end show when the last hash is known elsewhere. A line whose writing
 * was cut off, as by a crash, stays, and the next one vouches for it. Several processes may write.
 */
public final class AuditLog {
  /** The hash before the first line. */
  static final String NONE = "0".repeat(64);

  private static final String PREVIOUS = "previous";
  private static final String HASH = "hash";
  private static final String NUMBER = "number";
  private static final String CUT_OFF = "cut_off_before";

  // Of a line: a hundred words of 500 characters, each of them escaped.
  private static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private final ObjectMapper mapper = new ObjectMapper();

  public AuditLog(Path file) {
    this.file = file;
  }

  /**
   * What a look at the whole log has found.
   *
   * @param lines that hold together, from the first on
   * @param cutOff of them, those before which another one was cut off
   * @param last the hash of the last of them, to be kept elsewhere
   * @param broken where it does not hold together any more, and why
   */
  public record Finding(long lines, long cutOff, String last, Optional<String> broken) {}

  /** How the file ends: its last entry, and behind it pieces of one that was cut off. */
  private record End(ObjectNode last, List<String> pieces, boolean isTerminated) {}

  /** A line that was added; whoever knows the hash can tell later whether it is still there. */
  record Written(long number, String hash) {}

  /** Adds a line, and returns when it is on disk. */
  Written append(ObjectNode entry) {
    try {
      open();
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        End end = end(channel);
        ObjectNode line = line(entry, end);
        String text = (end.isTerminated() ? "" : "\n") + mapper.writeValueAsString(line) + "\n";
        channel.position(channel.size());
        ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);

        return new Written(line.path(NUMBER).asLong(), line.path(HASH).asText());
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ObjectNode line(ObjectNode entry, End end) throws JsonProcessingException {
    ObjectNode line = mapper.createObjectNode();
    line.put(NUMBER, end.last().path(NUMBER).asLong(0) + 1);
    line.setAll(entry);
    if (!end.pieces().isEmpty()) {
      line.put(CUT_OFF, hash(end.pieces()));
    }
    line.put(PREVIOUS, end.last().path(HASH).asText(NONE));
    line.put(HASH, hash(line));

    return line;
  }

  /**
   * Reads it from the first line to where it does not hold together any more. Nobody writes to it
   * meanwhile.
   */
  public Finding verify() {
    return verify(Optional.empty());
  }

  /**
   * The same; and whether a line of it has that hash. Whoever may write the file can write all of
   * it anew so that it holds together, but not so that it has the hash that somebody has kept.
   */
  public Finding verify(String hash) {
    return verify(Optional.of(hash));
  }

  private Finding verify(Optional<String> kept) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.lock(0, Long.MAX_VALUE, true)) {
      return verify(
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)),
          kept);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Finding verify(BufferedReader reader, Optional<String> kept) throws IOException {
    boolean isKnown = kept.isEmpty();
    long lines = 0;
    long cutOff = 0;
    String previous = NONE;
    List<String> pieces = new ArrayList<>();
    int length = 0;
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      Optional<ObjectNode> entry = entry(text);
      if (entry.isEmpty()) {
        pieces.add(text);
        length += text.length() + 1;
        if (length > MAX_BYTES) {
          break;
        }
        continue;
      }
      Optional<String> broken = broken(entry.get(), text, pieces, lines + 1, previous);
      if (broken.isPresent()) {
        return new Finding(lines, cutOff, previous, broken);
      }
      cutOff += pieces.isEmpty() ? 0 : 1;
      pieces.clear();
      length = 0;
      previous = entry.get().path(HASH).asText();
      isKnown |= previous.equals(kept.orElse(NONE));
      lines++;
    }

    if (!pieces.isEmpty()) {
      return new Finding(lines, cutOff, previous, noEntry(lines + 1));
    }

    return new Finding(
        lines,
        cutOff,
        previous,
        isKnown
            ? Optional.empty()
            : Optional.of(
                "no line has the hash %s: it was cut, or written anew".formatted(kept.get())));
  }

  private Optional<String> broken(
      ObjectNode line, String text, List<String> pieces, long number, String previous)
      throws JsonProcessingException {
    String vouchedFor = line.path(CUT_OFF).asText();
    if (vouchedFor.isEmpty() && !pieces.isEmpty()) {
      return noEntry(number);
    }
    if (!vouchedFor.isEmpty() && !vouchedFor.equals(hash(pieces))) {
      return Optional.of("what was cut off before line %d was changed".formatted(number));
    }
    if (line.path(NUMBER).asLong() != number || !line.path(PREVIOUS).asText().equals(previous)) {
      return Optional.of("line %d does not follow the one before it".formatted(number));
    }
    // Also what JSON does not count: a key that is there twice, or text behind the entry.
    if (!hash(line).equals(line.path(HASH).asText())
        || !mapper.writeValueAsString(line).equals(text)) {
      return Optional.of("line %d was changed".formatted(number));
    }

    return Optional.empty();
  }

  private static Optional<String> noEntry(long number) {
    return Optional.of("line %d is no entry".formatted(number));
  }

  private Optional<ObjectNode> entry(String text) {
    try {
      return mapper.readTree(text) instanceof ObjectNode node
          ? Optional.of(node)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
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

  private End end(FileChannel channel) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES));
    channel.position(channel.size() - tail.capacity());
    while (tail.hasRemaining() && channel.read(tail) >= 0) {
      // until it is full
    }
    String text = new String(tail.array(), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    boolean isTerminated = text.isEmpty() || text.endsWith("\n");
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<ObjectNode> entry = entry(lines.get(i));
      if (entry.isPresent()) {
        return new End(entry.get(), lines.subList(i + 1, lines.size()), isTerminated);
      }
    }

    return new End(mapper.createObjectNode(), lines, isTerminated);
  }

  private String hash(ObjectNode line) throws JsonProcessingException {
    return Sha256.hex(mapper.writeValueAsString(line.deepCopy().without(Set.of(HASH))));
  }

  private static String hash(List<String> pieces) {
    return Sha256.hex(String.join("\n", pieces));
  }

  private FreshetException unusable(IOException e) {
    return new FreshetException(
        Fault.CALLER,
        "Cannot use the audit log %s: %s; name another file in FRESHET_AUDIT_PATH"
            .formatted(file, e.getMessage()),
        e);
  }
}
