package io.freshet.core.server.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a server's process writes its log: for people, or as JSON for whoever gathers logs. */
public enum LogFormat {
  /** As {@code logback.xml} of the process has it. */
  TEXT,
  /** An object a line: {@link JsonLines}. */
  JSON;

  private static final String KEY = "log.format";

  public static LogFormat from(Settings settings) {
    return settings.read(LogFormat::parse, List.of("log."));
  }

  private static LogFormat parse(Settings settings) {
    String format = settings.text(KEY, "text");

    return switch (format) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> throw new InvalidSettingException(KEY, format, "text or json");
    };
  }

  /**
   * Has the process write like that from now on.
   *
   * @param service what it is, such as {@code event-gateway}
   */
  public void install(String service) {
    if (this == JSON && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Iterator<Appender<ILoggingEvent>> appenders =
          context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
      while (appenders.hasNext()) {
        if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
          JsonLines lines = new JsonLines(service);
          lines.setContext(context);
          lines.start();
          appender.setEncoder(lines);
        }
      }
    }
  }
}
