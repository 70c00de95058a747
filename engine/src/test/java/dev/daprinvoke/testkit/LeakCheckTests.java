package dev.daprinvoke.testkit;

import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeakCheckTests {

	@Test
	void whenABufferIsLostThenItIsReportedOnce() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		lose();
		List<String> leaks = LeakRecorder.take();
		assertThat(leaks).hasSize(1);
		assertThat(leaks.get(0)).contains("LeakCheckTests.lose");
		assertThat(LeakRecorder.take()).isEmpty();
	}

	@Test
	void whenABufferIsReleasedThenNothingIsReported() {
		ByteBufAllocator.DEFAULT.buffer(16).release();
		assertThat(LeakRecorder.take()).isEmpty();
	}

	private static void lose() {
		ByteBufAllocator.DEFAULT.directBuffer(16).writeInt(1);
	}

}
