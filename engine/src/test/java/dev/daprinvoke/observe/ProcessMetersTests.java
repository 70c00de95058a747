package dev.daprinvoke.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessMetersTests {

	@TempDir
	private Path self;

	private final Meters meters = new Meters();

	@BeforeEach
	void register() {
		ProcessMeters.register(this.meters, this.self);
	}

	@Test
	void whenLinuxTellsThenTheValuesAreShown() throws IOException {
		write("status", "Name:\tjava\nVmPeak:\t 9999 kB\nVmSize:\t 1939404 kB\nVmRSS:\t   66736 kB\n");
		write("limits", """
				Limit                     Soft Limit           Hard Limit           Units
				Max open files            20000                524288               files
				Max address space         unlimited            unlimited            bytes
				""");
		write("net/netstat", """
				TcpExt: SyncookiesSent InOctets
				TcpExt: 1 2
				IpExt: InNoRoutes InOctets OutOctets
				IpExt: 0 116862 4294967296
				""");
		for (String file : new String[] { "fd/0", "fd/1", "fd/2", "fd/3" }) {
			write(file, "");
		}

		assertThat(scrape()).contains("\nprocess_virtual_memory_bytes 1.985949696e+09\n",
				"\nprocess_resident_memory_bytes 6.8337664e+07\n", "\nprocess_max_fds 20000\n",
				"\nprocess_virtual_memory_max_bytes 1.8446744073709552e+19\n",
				"\nprocess_network_receive_bytes_total 116862\n",
				"\nprocess_network_transmit_bytes_total 4.294967296e+09\n", "\nprocess_open_fds 3\n");
	}

	@Test
	void whenThereIsNoProcFileSystemThenOnlyWhatJavaKnowsIsShown() throws IOException {
		assertThat(scrape().lines().filter((line) -> !line.startsWith("#")).map((line) -> line.split(" ")[0]))
			.containsExactly("process_cpu_seconds_total", "process_start_time_seconds");
	}

	@Test
	void whenAFileIsNotAsExpectedThenItsMetricsAreLeftOut() throws IOException {
		write("status", "VmRSS: much kB\n");
		write("limits", "Max open files\n");
		write("net/netstat", "IpExt: InOctets OutOctets\nIpExt: 1\n");

		assertThat(scrape()).doesNotContain("resident", "virtual", "process_max_fds", "transmit")
			.contains("\nprocess_network_receive_bytes_total 1\n");
	}

	private void write(String file, String text) throws IOException {
		Path path = this.self.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

}
