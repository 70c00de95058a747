package dev.daprinvoke.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A page with results as it was once written, some rows and cells of it lost.
 */
final class AcceptedPage {

	private AcceptedPage() {
	}

	static ResultTables read() throws IOException {
		try (InputStream page = AcceptedPage.class.getResourceAsStream("accepted.md")) {
			return ResultTables.parse(new String(page.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

}
