package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.fuzz.Finding.Kind;
import io.freshet.testing.fuzz.Shot.Framing;
import io.freshet.testing.fuzz.Shot.Manner;
import io.freshet.testing.fuzz.Shot.Trait;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what must not be answered. One thread's. */
final class Oracle {
  private static final Pattern TRACE =
      Pattern.compile(
          "\\bat [\\w.$]+\\([\\w$]+\\.java:\\d+\\)"
              + "|\\b(java|org\\.eclipse|org\\.postgresql|org\\.apache|io\\.freshet)"
              + "\\.[\\w.]+(Exception|Error)\\b"
              + "|PSQLException|NullPointerException|ClassCastException");
  // What the HTTP server itself may say of a request whose form it does not take.
  private static final Set<Integer> OF_FORM = Set.of(400, 408, 411, 413, 414, 415, 417, 426, 431);
  private static final Set<Integer> NOT_OFFERED = Set.of(501, 505);
  private static final int UNAVAILABLE = 503;

  private final Door door;
  private final ApiDocument document;
  private final SchemaCheck schemas = new SchemaCheck();
  private final ObjectMapper json = new ObjectMapper();

  Oracle(Door door) {
    this.door = door;
    this.document = door.document();
  }

  /** What is wrong with it, if anything is. */
  Optional<Finding.Fault> judge(Shot shot, Outcome outcome) {
    if (outcome.isLate()) {
      return fault(Kind.HANG, "no answer within the limit");
    }
    if (outcome.answers().isEmpty()) {
      boolean mayClose = shot.is(Trait.BENT) || shot.manner() == Manner.CUT_OFF;

      return mayClose ? Optional.empty() : fault(Kind.SILENCE, "closed without an answer");
    }
    if (shot.is(Trait.SMUGGLING) && outcome.answers().size() > 1) {
      return fault(
          Kind.SMUGGLED,
          "two answers to one request: %d and %d"
              .formatted(outcome.answers().get(0).status(), outcome.answers().get(1).status()));
    }

    // Behind a body that is framed by hand, what follows may be a request by all rules.
    return outcome.answers().stream()
        .limit(shot.framing() == Framing.OWN ? 1 : outcome.answers().size())
        .flatMap(answer -> judge(shot, answer).stream())
        .findFirst();
  }

  private Optional<Finding.Fault> judge(Shot shot, Answer answer) {
    String text = new String(answer.body(), UTF_8);
    if (answer.status() == 0) {
      return fault(Kind.NO_HTTP, shortened(text));
    }
    if (!answer.isWhole()) {
      return fault(Kind.CUT, "%d, cut off".formatted(answer.status()));
    }
    Optional<Operation> operation = operation(shot);
    if (isOurs(answer, operation, shot)) {
      return fault(Kind.SERVER_ERROR, "%d %s".formatted(answer.status(), shortened(text)));
    }
    if (TRACE.matcher(text).find() && answer.status() >= 400) {
      return fault(Kind.TRACE, "%d %s".formatted(answer.status(), shortened(text)));
    }
    if (holdsSecret(answer, text)) {
      return fault(Kind.SECRET, "%d holds a secret".formatted(answer.status()));
    }
    boolean isRefused = answer.status() >= 400;
    if (shot.is(Trait.STRANGER) && !isRefused && isClosed(operation) && answer.status() != 304) {
      return fault(Kind.LET_IN, "%d to somebody unknown".formatted(answer.status()));
    }

    boolean isOtherwiseWritten = isRefused && document.find(shot.method(), shot.path()).isEmpty();

    return operation.isEmpty() || isOtherwiseWritten
        ? ofUnknown(shot, answer)
        : ofKnown(shot, answer, operation.get());
  }

  private boolean isOurs(Answer answer, Optional<Operation> operation, Shot shot) {
    int status = answer.status();
    if (status < 500) {
      return false;
    }
    if (NOT_OFFERED.contains(status)) {
      boolean isDocumented = operation.filter(each -> has(each, status)).isPresent();

      return !isDocumented && !shot.is(Trait.BENT);
    }

    return status != UNAVAILABLE || answer.header("retry-after").isEmpty();
  }

  private boolean holdsSecret(Answer answer, String text) {
    String headers = answer.headers().toString();

    return door.secrets().stream()
        .anyMatch(secret -> text.contains(secret) || headers.contains(secret));
  }

  private static boolean isClosed(Optional<Operation> operation) {
    return operation.filter(each -> !each.isOpen()).isPresent();
  }

  private Optional<Finding.Fault> ofKnown(Shot shot, Answer answer, Operation operation) {
    Operation.Reply reply = operation.replies().get(Integer.toString(answer.status()));
    if (reply == null) {
      boolean isOfForm = OF_FORM.contains(answer.status()) || NOT_OFFERED.contains(answer.status());
      if (shot.is(Trait.BENT) && isOfForm) {
        return refusal(shot, answer);
      }

      return fault(
          Kind.UNDOCUMENTED,
          "%s answers %d, which its document does not have: %s"
              .formatted(operation, answer.status(), shortened(new String(answer.body(), UTF_8))));
    }
    for (String header : reply.headers()) {
      if (answer.headers().get(header.toLowerCase(Locale.ROOT)) == null) {
        return fault(
            Kind.UNDOCUMENTED, "%s %d lacks %s".formatted(operation, answer.status(), header));
      }
    }
    boolean isBodiless =
        shot.method().equals("HEAD") || answer.status() == 304 || reply.content().isEmpty();
    if (isBodiless) {
      return Optional.empty();
    }
    JsonNode schema = reply.content().get(answer.mediaType());
    if (schema == null) {
      return shot.is(Trait.BENT) && answer.status() >= 400
          ? refusal(shot, answer)
          : fault(
              Kind.UNDOCUMENTED,
              "%s %d is %s; documented are %s"
                  .formatted(
                      operation, answer.status(), answer.mediaType(), reply.content().keySet()));
    }

    return body(operation + " " + answer.status(), answer, schema);
  }

  private Optional<Finding.Fault> body(String what, Answer answer, JsonNode schema) {
    if (!answer.mediaType().endsWith("json") || answer.header("content-encoding").isPresent()) {
      return Optional.empty();
    }
    try {
      return schemas
          .wrong(schema, json.readTree(answer.body()))
          .flatMap(wrong -> fault(Kind.UNDOCUMENTED, "%s: %s".formatted(what, wrong)));
    } catch (IOException e) {
      return fault(Kind.UNDOCUMENTED, "%s is no JSON: %s".formatted(what, e.getMessage()));
    }
  }

  private Optional<Finding.Fault> ofUnknown(Shot shot, Answer answer) {
    if (answer.status() >= 400) {
      return refusal(shot, answer);
    }
    boolean isUsual =
        shot.method().equals("OPTIONS") || answer.status() >= 300 || shot.version().isEmpty();

    return isUsual
        ? Optional.empty()
        : fault(
            Kind.UNDOCUMENTED,
            "%s %s is answered %d and in no document"
                .formatted(shot.method(), shortened(shot.path()), answer.status()));
  }

  /** Why it is refused is told as the door tells it elsewhere. */
  private Optional<Finding.Fault> refusal(Shot shot, Answer answer) {
    boolean isTold =
        shot.method().equals("HEAD")
            || answer.body().length == 0
            || document.refusalTypes().contains(answer.mediaType());

    return isTold
        ? Optional.empty()
        : fault(
            Kind.UNDOCUMENTED,
            "%d is told as %s, elsewhere it is %s: %s"
                .formatted(
                    answer.status(),
                    answer.mediaType(),
                    document.refusalTypes(),
                    shortened(new String(answer.body(), UTF_8))));
  }

  /** The call that the request is, whichever way its address is written. */
  private Optional<Operation> operation(Shot shot) {
    Optional<Operation> asSent = documented(shot.method(), shot.path());
    if (asSent.isPresent() || !shot.is(Trait.BENT)) {
      return asSent;
    }
    try {
      String path = URI.create(shot.target().strip()).normalize().getRawPath();

      return path == null
          ? Optional.empty()
          : documented(shot.method(), URLDecoder.decode(path.replaceAll(";[^/]*", ""), UTF_8));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /** A HEAD of which the document says nothing is a GET. */
  private Optional<Operation> documented(String method, String path) {
    Optional<Operation> own = document.find(method, path);

    return own.isEmpty() && method.equals("HEAD") ? document.find("GET", path) : own;
  }

  private static boolean has(Operation operation, int status) {
    return operation.replies().containsKey(Integer.toString(status));
  }

  private String shortened(String text) {
    String line = door.masked(text).replaceAll("\\s+", " ");

    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  private static Optional<Finding.Fault> fault(Kind kind, String seen) {
    return Optional.of(new Finding.Fault(kind, seen));
  }
}
