package dev.daprinvoke.autoconfigure.client;

import java.net.URL;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.spring.client.DaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients work in an application that DevTools restarts: each start loads the classes of
 * the application anew, and those of libraries never again.
 */
class RestartTests {

	private final Thread thread = Thread.currentThread();

	@Test
	void whenTheApplicationIsRestartedThenItsClientsWorkAgain() throws Exception {
		ClassLoader first = run();
		ClassLoader second = run();
		assertThat(first).isInstanceOf(RestartClassLoader.class).isNotSameAs(second);
	}

	private ClassLoader run() throws Exception {
		URL application = Item.class.getProtectionDomain().getCodeSource().getLocation();
		ClassLoader before = this.thread.getContextClassLoader();
		try (RestartClassLoader restarted = new RestartClassLoader(before, new URL[] { application })) {
			this.thread.setContextClassLoader(restarted);
			assertThat(restarted.loadClass(DaprInvoke.class.getName())).isSameAs(DaprInvoke.class);
			Class<?> app = restarted.loadClass(RestartedApp.class.getName());
			ClassLoader itemsLoader = (ClassLoader) ((Callable<?>) app.getConstructor().newInstance()).call();
			assertThat(itemsLoader).isSameAs(restarted);
			return itemsLoader;
		}
		finally {
			this.thread.setContextClassLoader(before);
		}
	}

}
