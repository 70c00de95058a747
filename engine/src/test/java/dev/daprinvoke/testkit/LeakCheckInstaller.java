package dev.daprinvoke.testkit;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Puts the {@link LeakRecorder} in place before anything else runs; found by the JUnit
 * launcher.
 */
public final class LeakCheckInstaller implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		LeakRecorder.install();
	}

}
