package dev.daprinvoke.resolve.mdns;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MdnsSettingsTests {

	@Test
	void whenNothingIsSetThenItIsThisHostThisProcessAndDaprsTimes() {
		MdnsSettings settings = MdnsSettings.ofThisHost();
		assertThat(settings.interfaces()).isEmpty();
		assertThat(settings.hostName()).isNotEmpty().hasSizeLessThanOrEqualTo(52);
		assertThat(settings.processId()).isEqualTo(ProcessHandle.current().pid());
		assertThat(settings.maxApps()).isEqualTo(512);
		assertThat(settings.maxAddresses()).isEqualTo(256);
		assertThat(settings.timings()).isEqualTo(new MdnsTimings(Duration.ofSeconds(1), Duration.ofMillis(100),
				Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60)));
	}

	@Test
	void whenBoundsAreChangedThenTheRestStays() {
		MdnsSettings settings = MdnsHarness.SETTINGS.withBounds(3, 2);
		assertThat(settings.maxApps()).isEqualTo(3);
		assertThat(settings.maxAddresses()).isEqualTo(2);
		assertThat(settings.withBounds(8, 4)).isEqualTo(MdnsHarness.SETTINGS);
	}

	@Test
	void whenAValueMakesNoSenseThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MdnsHarness.SETTINGS.withBounds(0, 4))
			.withMessage("maxApps: 0 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> MdnsHarness.SETTINGS.withBounds(8, 0))
			.withMessage("maxAddresses: 0 (expected: >= 1)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MdnsSettings(List.of(), "", 1, 8, 4, MdnsTimings.DEFAULT))
			.withMessage("hostName: \"\" (expected: a non-empty text)");
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MdnsTimings(second, Duration.ZERO, second, second, second, second))
			.withMessage("settle: PT0S (expected: more than nothing)");
	}

}
