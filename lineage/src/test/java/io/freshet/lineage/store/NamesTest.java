package io.freshet.lineage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.lineage.graph.AmbiguousNameException;
import io.freshet.lineage.graph.UnknownDatasetException;
import io.freshet.lineage.naming.DatasetName;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final DatasetName RAW = DatasetName.table("raw.orders");
  private static final DatasetName CLEAN = DatasetName.table("clean.orders");

  @Test
  void findsATableByTheLastPartThatNoOtherBears() {
    assertThat(Names.find("orders", List.of(RAW))).isEqualTo(RAW);
  }

  @Test
  void asksWhichOfSeveralIsMeant() {
    assertThatThrownBy(() -> Names.find("orders", List.of(CLEAN, RAW)))
        .isInstanceOf(AmbiguousNameException.class)
        .hasMessage("orders may be clean.orders or raw.orders; say which");
  }

  @Test
  void saysThatNobodyHasToldOfIt() {
    assertThatThrownBy(() -> Names.find("raw.order", List.of(RAW)))
        .isInstanceOf(UnknownDatasetException.class)
        .hasMessage("Nobody has told of a table or stream raw.order; did you mean raw.orders?");
  }
}
