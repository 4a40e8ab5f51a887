package io.freshet.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.util.List;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

class GoneInputTest {
  @Test
  void isMetWhereAFileOrASnapshotIsNotThere() {
    for (Throwable failure :
        List.of(
            new NotFoundException("Location does not exist: s3://lake/a.parquet"),
            new IllegalStateException("a task", new FileNotFoundException("a.parquet")),
            new IllegalStateException(
                "Job aborted due to stage failure: Lost task 0.3 in stage 1.0:"
                    + " org.apache.iceberg.exceptions.NotFoundException: a.parquet"),
            new IllegalStateException(
                "java.util.concurrent.CompletionException",
                new ValidationException("Cannot find snapshot with ID 17")))) {
      assertThat(GoneInput.isMetBy(failure)).as(failure.toString()).isTrue();
    }
  }

  @Test
  void isNotMetByWhatFailsForAnotherReason() {
    for (Throwable failure :
        List.of(
            new ArithmeticException("/ by zero"),
            new NullPointerException(),
            new IllegalStateException(
                "Job aborted due to stage failure: java.lang.OutOfMemoryError"))) {
      assertThat(GoneInput.isMetBy(failure)).as(failure.toString()).isFalse();
    }
  }
}
