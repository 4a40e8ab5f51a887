package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

class LakeFailuresTest {
  @Test
  void blamesADependencyWhateverTheFailureIsWrappedIn() {
    Throwable wrapped =
        new IllegalStateException("Job aborted", new RuntimeException(new ConnectException()));

    assertThat(LakeFailures.fault(wrapped)).isEqualTo(Fault.DEPENDENCY);
    assertThat(LakeFailures.fault(new CommitStateUnknownException(new RuntimeException())))
        .isEqualTo(Fault.DEPENDENCY);
    assertThat(LakeFailures.fault(new IllegalStateException("A bug"))).isEqualTo(Fault.OURS);
  }

  @Test
  void blamesTheCallerForACatalogThatRefusesThem() {
    assertThat(LakeFailures.fault(new NotAuthorizedException("Who are you?")))
        .isEqualTo(Fault.CALLER);
    assertThat(LakeFailures.fault(new RuntimeException(new ForbiddenException("Not you"))))
        .isEqualTo(Fault.CALLER);
    assertThat(LakeFailures.fault(new BadRequestException("What?"))).isEqualTo(Fault.OURS);
    assertThat(LakeFailures.fault(new RESTException("No answer"))).isEqualTo(Fault.DEPENDENCY);
  }

  @Test
  void saysOfOneTableWhatLeavesTheOthersWell() {
    assertThat(LakeFailures.isOfOneTable(wrapped(new NoSuchTableException("Gone")))).isTrue();
    assertThat(LakeFailures.isOfOneTable(wrapped(new ForbiddenException("Not you")))).isTrue();
    assertThat(LakeFailures.isOfOneTable(wrapped(new ValidationException("Changed")))).isTrue();
    assertThat(LakeFailures.isOfOneTable(wrapped(new FreshetException(Fault.CALLER, "Unfit"))))
        .isTrue();
  }

  @Test
  void saysOfNoTableWhatEveryOneMeets() {
    assertThat(LakeFailures.isOfOneTable(wrapped(new ConnectException()))).isFalse();
    assertThat(LakeFailures.isOfOneTable(new NotAuthorizedException("Who are you?"))).isFalse();
    assertThat(LakeFailures.isOfOneTable(wrapped(new FreshetException(Fault.DEPENDENCY, "Away"))))
        .isFalse();
    assertThat(LakeFailures.isOfOneTable(new IllegalStateException("A bug"))).isFalse();
  }

  /** The outermost that is known decides: a store that is away is not the table's fault. */
  @Test
  void believesWhatIsKnownFirstInTheChainOfCauses() {
    assertThat(
            LakeFailures.isOfOneTable(
                new RESTException(new NoSuchTableException("Gone"), "No answer")))
        .isFalse();
    assertThat(
            LakeFailures.isOfOneTable(
                new FreshetException(Fault.CALLER, "Unfit", new ConnectException())))
        .isTrue();
  }

  private static Throwable wrapped(Throwable failure) {
    return new IllegalStateException("Job aborted", failure);
  }

  @Test
  void hasAReasonEvenForAFailureWithoutAMessage() {
    assertThat(LakeFailures.reason(new IllegalStateException("A bug"))).isEqualTo("A bug");
    assertThat(LakeFailures.reason(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void saysOfACatalogWithoutAnswerWhatItsClientMet() {
    Throwable met = new ConnectException("Connect to http://127.0.0.1:8181 failed: refused");

    assertThat(LakeFailures.reason(new RESTException(met, "Error occurred while processing HEAD")))
        .isEqualTo("The catalog does not answer: Connect to http://127.0.0.1:8181 failed: refused");
    assertThat(LakeFailures.reason(new RESTException("Unable to process: 418")))
        .isEqualTo("Unable to process: 418");
  }

  @Test
  void saysOfACatalogWithoutAnswerWhereItIsWhateverThatIsWrappedIn() {
    String silence = "The catalog at http://127.0.0.1:8181 does not answer: Read timed out";
    Throwable met = new RESTException(new SocketTimeoutException("Read timed out"), silence);

    assertThat(LakeFailures.reason(met)).isEqualTo(silence);
    assertThat(LakeFailures.reason(wrapped(met))).isEqualTo("Job aborted: " + silence);
    assertThat(LakeFailures.reason(new RuntimeException(met)))
        .endsWith("RESTException: " + silence);
    assertThat(LakeFailures.reason(new FreshetException(Fault.DEPENDENCY, "Away", met)))
        .isEqualTo("Away");
  }

  @Test
  void keepsTheFaultThatWasAlreadyNamed() {
    Throwable wrapped =
        new IllegalStateException(new FreshetException(Fault.CALLER, "A wrong setting"));

    assertThat(LakeFailures.fault(wrapped)).isEqualTo(Fault.CALLER);
  }
}
