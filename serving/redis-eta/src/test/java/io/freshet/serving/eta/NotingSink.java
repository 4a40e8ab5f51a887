package io.freshet.serving.eta;

import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.serving.eta.redis.RedisTarget;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import redis.clients.jedis.Jedis;

/** Notes what it gets in a list of a Redis, for a test to read, and may hand it on. */
final class NotingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final RedisTarget target;
  private final String list;
  private final Text<T> text;
  private final List<Sink<T>> next = new ArrayList<>();

  NotingSink(RedisTarget target, String list, Text<T> text) {
    this.target = target;
    this.list = list;
    this.text = text;
  }

  NotingSink(RedisTarget target, String list, Text<T> text, Sink<T> next) {
    this(target, list, text);
    this.next.add(next);
  }

  /** How many writers there were of a list: one for each subtask and start. */
  static long writers(Jedis jedis, String list) {
    return Long.parseLong(jedis.get(countOf(list)));
  }

  private static String countOf(String list) {
    return list + "-writers";
  }

  /** How an element is noted. */
  interface Text<T> extends Function<T, String>, Serializable {}

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    List<SinkWriter<T>> writers = new ArrayList<>();
    for (Sink<T> sink : next) {
      writers.add(sink.createWriter(context));
    }

    return new Writer(writers);
  }

  private final class Writer implements SinkWriter<T> {
    private final Node node = target.redis().nodes().get(0);
    private final Jedis jedis = new Jedis(node.host(), node.port());
    private final List<String> waiting = new ArrayList<>();
    private final List<SinkWriter<T>> writers;

    Writer(List<SinkWriter<T>> writers) {
      this.writers = writers;
      jedis.incr(countOf(list));
    }

    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
      waiting.add(text.apply(element));
      for (SinkWriter<T> writer : writers) {
        writer.write(element, context);
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      if (!waiting.isEmpty()) {
        jedis.rpush(list, waiting.toArray(new String[0]));
        waiting.clear();
      }
      for (SinkWriter<T> writer : writers) {
        writer.flush(endOfInput);
      }
    }

    @Override
    public void close() throws Exception {
      jedis.close();
      for (SinkWriter<T> writer : writers) {
        writer.close();
      }
    }
  }
}
