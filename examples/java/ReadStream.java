import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints some events of a stream, with Kafka's and Avro's own libraries and nothing of Freshet's.
 *
 * <pre>java -cp 'lib/*' ReadStream.java BOOTSTRAP REGISTRY STREAM COUNT</pre>
 */
public final class ReadStream {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String registry;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

  private ReadStream(String registry) {
    this.registry = registry;
  }

  public static void main(String[] arguments) throws Exception {
    String stream = arguments[2];
    int wanted = Integer.parseInt(arguments[3]);
    Properties config = new Properties();
    config.put("bootstrap.servers", arguments[0]);
    config.put("group.id", "example-java");
    config.put("auto.offset.reset", "earliest");
    // Events of transactions that were given up are none.
    config.put("isolation.level", "read_committed");
    // Positions are committed below, when the events have been handled.
    config.put("enable.auto.commit", "false");
    ReadStream example = new ReadStream(arguments[1]);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(stream));
      for (int seen = 0; seen < wanted; ) {
        for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          if (seen < wanted && !isTest(message)) {
            example.print(message);
            seen++;
          }
        }
        consumer.commitSync();
      }
    }
  }

  private void print(ConsumerRecord<String, byte[]> message) throws Exception {
    GenericRecord event = decode(message.value());
    StringJoiner columns = new StringJoiner(" ");
    for (Schema.Field field : event.getSchema().getFields()) {
      columns.add(field.name() + "=" + event.get(field.name()));
    }
    System.out.printf(
        "%s %s %s %s%n",
        header(message, "ce_id"), header(message, "ce_type"), message.key(), columns);
  }

  /** Whether its sender only tries the way: then it is no event for anybody. */
  private static boolean isTest(ConsumerRecord<String, byte[]> message) {
    return message.headers().lastHeader("ce_freshettest") != null
        && header(message, "ce_freshettest").equals("true");
  }

  private static String header(ConsumerRecord<String, byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** A zero byte, the schema's id in four bytes, and Avro's binary encoding. */
  private GenericRecord decode(byte[] value) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    if (bytes.get() != 0) {
      throw new IOException("This is not the registry's wire format");
    }
    int id = bytes.getInt();
    if (!readers.containsKey(id)) {
      readers.put(id, reader(id));
    }

    return readers
        .get(id)
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(value, bytes.position(), bytes.remaining(), null));
  }

  private GenericDatumReader<GenericRecord> reader(int id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id + "/schema")).build();
    Schema schema = new Schema.Parser().parse(http.send(request, BodyHandlers.ofString()).body());
    GenericData types = new GenericData();
    types.addLogicalTypeConversion(new Conversions.DecimalConversion());
    types.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    types.addLogicalTypeConversion(new TimeConversions.DateConversion());

    return new GenericDatumReader<>(schema, schema, types);
  }
}
