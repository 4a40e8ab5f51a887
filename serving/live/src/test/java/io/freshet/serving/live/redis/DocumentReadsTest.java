package io.freshet.serving.live.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentReadsTest {
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final DocumentReads reads = new DocumentReads(documents);

  @Test
  void whatIsAskedForWhileOthersAreUnderWayGoesTogether() {
    documents.put("eta:{oslo:7}", "seven");
    documents.hold();

    List<CompletableFuture<Optional<byte[]>>> asked =
        IntStream.range(0, 104)
            .mapToObj(i -> reads.read("eta:{oslo:" + i + "}").toCompletableFuture())
            .toList();
    documents.release();

    assertThat(documents.calls()).hasSize(5);
    assertThat(documents.calls().get(4).split(" ")).hasSize(1 + 100);
    assertThat(asked).allMatch(CompletableFuture::isDone);
    assertThat(asked.get(7).join()).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(5));
    assertThat(asked.get(8).join()).isEmpty();
  }

  @Test
  void aFailureIsEverybodysWhoAskedThenAndNobodysLater() {
    documents.goAway();
    CompletableFuture<Optional<byte[]>> failed = reads.read("a").toCompletableFuture();
    documents.comeBack();

    assertThat(failed).isCompletedExceptionally();
    assertThat(reads.read("a").toCompletableFuture()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void manyAreReadInTheirOrder() {
    List<String> names = IntStream.range(0, 450).mapToObj(i -> "n" + i).toList();
    names.forEach(name -> documents.put(name, name));

    List<String> found =
        reads.readAll(names).toCompletableFuture().join().stream()
            .map(each -> new String(each.orElseThrow(), UTF_8))
            .toList();

    assertThat(found).isEqualTo(names);
    assertThat(documents.calls()).hasSize(3);
  }

  @Test
  void smallListsOfManyRequestsGoTogether() {
    documents.put("a9", "nine");
    documents.hold();

    List<CompletableFuture<List<Optional<byte[]>>>> asked =
        IntStream.range(0, 12)
            .mapToObj(i -> reads.readAll(List.of("a" + i, "b" + i)).toCompletableFuture())
            .toList();
    documents.release();

    assertThat(documents.calls()).hasSize(5).last().asString().startsWith("read a4 b4 a5 b5 ");
    assertThat(new String(asked.get(9).join().get(0).orElseThrow(), UTF_8)).isEqualTo("nine");
    assertThat(asked.get(9).join().get(1)).isEmpty();
    assertThat(asked.get(10).join()).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void oneSilenceIsEnoughForAllWhoWait() {
    documents.hold();
    List<CompletableFuture<List<Optional<byte[]>>>> asked =
        IntStream.range(0, 1000)
            .mapToObj(i -> reads.readAll(List.of("a" + i, "b" + i)).toCompletableFuture())
            .toList();

    documents.fail();

    assertThat(asked).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(documents.calls()).hasSize(4);
    assertThat(reads.read("a").toCompletableFuture()).isCompletedWithValue(Optional.empty());
  }
}
