package dev.daprinvoke.testkit;

import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that lost a buffer; found by JUnit, applies to every class.
 */
public final class LeakCheck implements AfterAllCallback {

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> leaks = LeakRecorder.take();
		if (!leaks.isEmpty()) {
			throw new AssertionError(leaks.size() + " buffers were not released, by "
					+ context.getRequiredTestClass().getName() + " or a test before it; the first: " + leaks.get(0));
		}
	}

}
