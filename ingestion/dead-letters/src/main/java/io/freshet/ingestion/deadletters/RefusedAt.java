package io.freshet.ingestion.deadletters;

/**
 * Where a refused record lies: its identity, whatever number a table has given to its topic.
 *
 * @param topicId Kafka's id of the topic
 */
public record RefusedAt(String topicId, int partition, long offset) {
  public static RefusedAt of(DeadLetter letter) {
    return new RefusedAt(
        letter.source().topicId(), letter.refused().partition(), letter.refused().offset());
  }
}
