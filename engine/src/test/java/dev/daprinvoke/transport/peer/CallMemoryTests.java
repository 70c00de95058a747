package dev.daprinvoke.transport.peer;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.transport.grpc.CallMemory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large messages together hold no more than they may, and leave nothing behind.
 */
class CallMemoryTests {

	private static final int LARGE = 3 * CallMemory.FREE;

	private final CallMemory memory = new CallMemory(2L * LARGE, BodyMemory.unbounded());

	@Test
	void whenMessagesAreSmallThenAnyNumberMayBeHeld() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.memory.share().take(CallMemory.FREE)).isTrue();
		}
	}

	@Test
	void whenMessagesAreLargeThenThoseBeyondTheLimitAreRefusedUntilOthersEnd() {
		CallMemory.Share first = this.memory.share();
		CallMemory.Share second = this.memory.share();
		CallMemory.Share third = this.memory.share();
		assertThat(first.take(LARGE)).isTrue();
		assertThat(second.take(LARGE)).isTrue();
		assertThat(third.take(LARGE)).isFalse();
		third.giveBack();
		assertThat(this.memory.share().take(LARGE)).isFalse();
		first.giveBack();
		first.giveBack();
		assertThat(third.take(LARGE)).isTrue();
		assertThat(this.memory.share().take(LARGE)).isFalse();
	}

	@Test
	void whenACallHasSeveralMessagesThenItsEndGivesBackAllOfThem() {
		CallMemory.Share call = this.memory.share();
		assertThat(call.take(LARGE)).isTrue();
		assertThat(call.take(LARGE)).isTrue();
		call.giveBack();
		assertThat(this.memory.share().take(LARGE)).isTrue();
		assertThat(this.memory.share().take(LARGE)).isTrue();
	}

	@Test
	void whenASingleMessageIsLargerThanTheLimitThenItPassesAlone() {
		CallMemory.Share alone = this.memory.share();
		assertThat(alone.take(100L * LARGE)).isTrue();
		assertThat(this.memory.share().take(LARGE)).isFalse();
		alone.giveBack();
		assertThat(this.memory.share().take(LARGE)).isTrue();
	}

}
