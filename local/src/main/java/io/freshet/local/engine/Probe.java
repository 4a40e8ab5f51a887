package io.freshet.local.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a process whether it serves, in the protocol that its clients speak. */
public final class Probe {
  private static final int MILLIS = 2000;
  private static final int LONGEST_ANSWER = 64 * 1024;

  private Probe() {}

  /** An HTTP answer. */
  public record Answer(int status, String body) {}

  /** The answer to a GET, if there is one. */
  public static Optional<Answer> get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      int status = connection.getResponseCode();
      boolean hasBody = status < HttpURLConnection.HTTP_BAD_REQUEST;
      byte[] body = hasBody ? connection.getInputStream().readNBytes(LONGEST_ANSWER) : new byte[0];

      return Optional.of(new Answer(status, new String(body, StandardCharsets.UTF_8)));
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  public static boolean isOk(String url) {
    return get(url).filter(answer -> answer.status() == HttpURLConnection.HTTP_OK).isPresent();
  }

  /**
   * Whether a Kafka broker answers which requests it knows, as it does from its first client on.
   */
  static boolean kafka(int port) {
    try (Socket socket = connect(port)) {
      DataOutputStream request = new DataOutputStream(socket.getOutputStream());
      short apiVersions = 18;
      int correlation = 1;
      request.writeInt(10); // length of what follows
      request.writeShort(apiVersions);
      request.writeShort(0); // its version
      request.writeInt(correlation);
      request.writeShort(-1); // no client id
      request.flush();
      DataInputStream answer = new DataInputStream(socket.getInputStream());

      return answer.readInt() > 0 && answer.readInt() == correlation && answer.readShort() == 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  static boolean redis(int port) {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);

      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);

      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
