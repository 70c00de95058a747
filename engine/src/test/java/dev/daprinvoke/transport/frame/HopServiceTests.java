package dev.daprinvoke.transport.frame;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link HopService}: what differs for a request in one frame is nothing of the wire.
 */
class HopServiceTests {

	@Test
	void whenRequestIsSentAtOnceThenItIsTheSameMethodWithOneMessage() {
		var atOnce = HopService.CALL_LOCAL_STREAM_AT_ONCE;
		assertThat(atOnce.getFullMethodName()).isEqualTo(HopService.CALL_LOCAL_STREAM.getFullMethodName());
		assertThat(atOnce.getRequestMarshaller()).isSameAs(HopService.CALL_LOCAL_STREAM.getRequestMarshaller());
		assertThat(atOnce.getResponseMarshaller()).isSameAs(HopService.CALL_LOCAL_STREAM.getResponseMarshaller());
		assertThat(atOnce.getType().clientSendsOneMessage()).isTrue();
		assertThat(atOnce.getType().serverSendsOneMessage()).isFalse();
	}

}
