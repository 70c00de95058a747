package dev.daprinvoke.sidecar;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.BooleanSupplier;

/**
 * Runs the sidecar from the jars that lie in {@code lib} now, past the classes of a
 * start-up archive that was made of others: a class loader of its own has none of those.
 */
final class FreshClasses {

	private FreshClasses() {
	}

	/**
	 * Calls {@link Main#run} of the jars.
	 * @param jars the folder of the jars
	 * @param arguments daprd's command line
	 * @param stopAsked whether a stop was asked for before
	 * @throws InterruptedException if the thread is interrupted
	 */
	static void run(File jars, String[] arguments, BooleanSupplier stopAsked) throws InterruptedException {
		try {
			// Never closed: classes are loaded until the process ends.
			URLClassLoader loader = new URLClassLoader("app",
					new URL[] { new File(jars, "dapr-invoke-gateway-app.jar").toURI().toURL() },
					ClassLoader.getPlatformClassLoader());
			Thread.currentThread().setContextClassLoader(loader);
			Method run = Class.forName(Main.class.getName(), true, loader)
				.getDeclaredMethod("run", String[].class, BooleanSupplier.class);
			run.setAccessible(true);
			run.invoke(null, arguments, stopAsked);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof InterruptedException interruption) {
				throw interruption;
			}
			throw new IllegalStateException("the sidecar broke down", ex.getCause());
		}
		catch (IOException | ReflectiveOperationException ex) {
			throw new IllegalStateException("the jars in " + jars + " cannot be run", ex);
		}
	}

}
