package io.freshet.ingestion.writer.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesValuesTest {
  private final BytesValues values = new BytesValues();

  private int add(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);

    return values.add(bytes, 1, bytes.length - 2);
  }

  private String text(int number) {
    return values.value(number).toStringUsingUTF8();
  }

  @Test
  void keepsAValueThatComesAgainOnce() {
    assertThat(List.of(add("paris"), add(""), add("berlin"), add("paris"), add("")))
        .containsExactly(0, 1, 2, 0, 1);
  }

  @Test
  void tellsApartWhateverComes() {
    Random random = new Random(4);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String text = Integer.toString(random.nextInt(2000), Character.MAX_RADIX);
      int number = add(text);
      assertThat(numbers.computeIfAbsent(text, first -> number)).isEqualTo(number);
      assertThat(text(number)).isEqualTo(text);
    }
  }

  @Test
  void keepsEveryValueWhereMostAreNew() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      numbers.add(add("value " + i));
    }
    int again = add("value 7");

    assertThat(again).isEqualTo(20_000);
    assertThat(text(again)).isEqualTo(text(numbers.get(7)));
    int[] ranks = values.ranks(false);
    assertThat(ranks[again]).isEqualTo(ranks[numbers.get(7)]);
  }

  @Test
  void ranksTextByItsBytes() {
    List<Integer> inOrder = List.of(add(""), add("Z"), add("a"), add("ab"), add("é"), add("€"));
    int[] ranks = values.ranks(false);

    assertThat(inOrder.stream().map(number -> ranks[number])).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ranksNumbersByTheirSignFirst() {
    byte[] bytes = {-128, 0, -1, -1, 0, 0, 0, 1, 127, -1};
    List<Integer> inOrder = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Short.BYTES) {
      inOrder.add(values.add(bytes, at, Short.BYTES));
    }
    int[] ranks = values.ranks(true);

    assertThat(inOrder.stream().map(number -> ranks[number])).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void beginsAnewWithTheSameArrays() {
    add("paris");
    add("berlin");
    long held = values.heldBytes();
    values.clear();

    assertThat(List.of(add("berlin"), add("paris"), add("berlin"))).containsExactly(0, 1, 0);
    assertThat(text(0)).isEqualTo("berlin");
    assertThat(values.heldBytes()).isEqualTo(held);
  }

  @Test
  void looksForValuesAgainAfterMostWereNew() {
    for (int i = 0; i < 20_000; i++) {
      add("value " + i);
    }
    values.clear();

    assertThat(List.of(add("value 7"), add("value 7"))).containsExactly(0, 0);
  }
}
