package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Lets Kafka's own batches travel between source and sink. Both are chained and objects are reused,
 * so nothing is copied; the serializer matters only where Flink breaks the chain.
 */
public final class LogBatchTypeInfo extends TypeInformation<LogBatch> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<LogBatch> getTypeClass() {
    return LogBatch.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<LogBatch> createSerializer(SerializerConfig config) {
    return new LogBatchSerializer();
  }

  @Override
  public String toString() {
    return "LogBatch";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogBatchTypeInfo;
  }

  @Override
  public int hashCode() {
    return LogBatchTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof LogBatchTypeInfo;
  }
}
