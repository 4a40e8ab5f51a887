package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.testing.fuzz.Shot.Framing;
import io.freshet.testing.fuzz.Shot.Header;
import io.freshet.testing.fuzz.Shot.Manner;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells a request as a command that anybody may run; the door's secrets are not in it. */
final class Reproduction {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");
  private static final int LONGEST = 2000;

  private final Door door;

  Reproduction(Door door) {
    this.door = door;
  }

  String of(Shot shot) {
    String text = new String(shot.bytes(door.address()), ISO_8859_1);
    if (text.length() > LONGEST) {
      return "%s %s with %d bytes; run its seed and number again"
          .formatted(
              printable(shot.method()), printable(door.masked(shot.target())), text.length());
    }

    return shot.manner() == Manner.AT_ONCE && isForCurl(shot) ? curl(shot) : hex(text, shot);
  }

  private static boolean isForCurl(Shot shot) {
    boolean isPlain =
        PRINTABLE.matcher(new String(shot.body(), ISO_8859_1)).matches()
            && shot.target().startsWith("/")
            && PRINTABLE.matcher(shot.target()).matches()
            && shot.framing() != Framing.OWN
            && shot.version().equals("HTTP/1.1");

    return isPlain
        && shot.headers().stream()
            .allMatch(
                header ->
                    !header.name().isEmpty()
                        && !header.value().isBlank()
                        && PRINTABLE.matcher(header.line()).matches());
  }

  private String curl(Shot shot) {
    StringBuilder command =
        new StringBuilder("curl -i --path-as-is -X ").append(quoted(shot.method()));
    for (Header header : shot.headers()) {
      // In double quotes, so that the shell puts the token in.
      command.append(
          header.name().equals("Authorization") && !door.masked(header.line()).equals(header.line())
              ? " -H \"" + door.masked(header.line()) + "\""
              : " -H " + quoted(door.masked(header.line())));
    }
    if (shot.body().length > 0) {
      String body = door.masked(new String(shot.body(), ISO_8859_1));
      command.append(" --data-binary ").append(quoted(body));
    }

    return command
        .append(' ')
        .append(quoted("http://" + door.address() + door.masked(shot.target())))
        .toString();
  }

  private String hex(String text, Shot shot) {
    String bytes = HexFormat.of().formatHex(door.masked(text).getBytes(ISO_8859_1));
    String manner =
        shot.manner() == Manner.AT_ONCE
            ? ""
            : " (" + shot.manner().name().toLowerCase(Locale.ROOT) + ")";

    return "echo %s | xxd -r -p | nc -q 5 %s %d%s"
        .formatted(bytes, door.host(), door.port(), manner);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String printable(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");

    return line.substring(0, Math.min(200, line.length()));
  }
}
