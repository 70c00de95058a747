package dev.daprinvoke.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise that sets an open loop apart: a stall counts for every request it delays.
 */
class OpenLoopStallTests {

	private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	/**
	 * As many as the load opens at most: further requests wait in the load itself.
	 */
	private static final int CONNECTIONS = 64;

	private static final int STALL_MILLIS = 100;

	private final CountDownLatch stallIsOver = new CountDownLatch(1);

	private final CountDownLatch never = new CountDownLatch(1);

	@Test
	void whenTheServerStallsThenRequestsThatCouldNotBeSentCountFromWhenTheyWereDue() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
				OpenLoop load = new OpenLoop()) {
			threads.execute(() -> accept(server, threads));
			InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
			Latencies latencies = load.run(new Target(address, ""), 1000, 300);
			// One request is due every millisecond, the stall ends 163 ms after the
			// first: number 100, which found no connection, has waited 64 ms or more.
			assertThat(latencies.range(CONNECTIONS, 100).percentileMillis(1)).isGreaterThanOrEqualTo(60);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void accept(ServerSocket server, ExecutorService threads) {
		try {
			for (int connection = 0; connection < CONNECTIONS; connection++) {
				Socket socket = server.accept();
				threads.execute(() -> serve(socket));
			}
			this.never.await(STALL_MILLIS, TimeUnit.MILLISECONDS);
			this.stallIsOver.countDown();
		}
		catch (IOException ex) {
			// The test is over.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream requests = socket.getInputStream();
			while (readRequest(requests)) {
				this.stallIsOver.await();
				socket.getOutputStream().write(ANSWER);
			}
		}
		catch (IOException ex) {
			// The load has closed the connection.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean readRequest(InputStream requests) throws IOException {
		int lineFeeds = 0;
		while (lineFeeds < 2) {
			int next = requests.read();
			if (next < 0) {
				return false;
			}
			if (next != '\r') {
				lineFeeds = (next == '\n') ? lineFeeds + 1 : 0;
			}
		}
		return true;
	}

}
