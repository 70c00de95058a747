package dev.daprinvoke.sidecar.host;

import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 2.7, last row but one; expected ports computed independently.
 */
class StableInternalPortTests {

	@Test
	void whenInputsAreTheSameThenSoIsThePort() {
		assertThat(new StableInternalPort("myapp", "/tmp", "1000", "host").stable()).isEqualTo(48275);
		assertThat(new StableInternalPort("cart", "/home/me", "0", "box").stable()).isEqualTo(48140);
	}

	@Test
	void whenStablePortIsTakenThenAnyPortWillDo() {
		StableInternalPort port = new StableInternalPort("myapp", "/tmp", "1000", "host");
		assertThat(port.pick((candidate) -> true)).isEqualTo(port.stable());
		assertThat(port.pick((candidate) -> false)).isEqualTo(StableInternalPort.ANY);
	}

	@Test
	void whenSomebodyListensOnLocalhostThenItIsNotPicked() throws Exception {
		StableInternalPort port = StableInternalPort.ofThisProcess("stable-port-test");
		assertThat(port.stable()).isBetween(47300, 65534);
		assertThat(port.pick()).isIn(port.stable(), StableInternalPort.ANY);
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(StableInternalPort.isFree(taken.getLocalPort())).isFalse();
		}
	}

	@Test
	void whenRunOnLinuxThenTheUserIdIsANumber() {
		assertThat(StableInternalPort.ofThisProcess("x").userId()).matches("\\d+");
	}

}
