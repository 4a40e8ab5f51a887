package io.freshet.testing.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One command for one Redis, over a connection of its own; without any client library. */
final class RedisProtocol {
  private static final int TIMEOUT_MILLIS = 5_000;

  private RedisProtocol() {}

  /**
   * @return a text, a {@link Long}, a list of these, or null where there is nothing
   * @throws IllegalStateException with Redis's words when it refuses
   */
  static Object ask(int port, String... words) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(command(words));

      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] command(String... words) throws IOException {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.write(bytes("*" + words.length + "\r\n"));
    for (String word : words) {
      byte[] bytes = bytes(word);
      command.write(bytes("$" + bytes.length + "\r\n"));
      command.write(bytes);
      command.write(bytes("\r\n"));
    }

    return command.toByteArray();
  }

  private static Object answer(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);

    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> Long.valueOf(rest);
      case '$' -> text(in, Integer.parseInt(rest));
      case '*' -> list(in, Integer.parseInt(rest));
      default -> throw new IllegalStateException(rest);
    };
  }

  private static String text(InputStream in, int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    line(in);

    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<Object> list(InputStream in, int size) throws IOException {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(answer(in));
    }

    return all;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("Redis has hung up");
      }
      line.write(next);
    }
    in.read(); // the line feed

    return line.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
