package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.AppHandler;
import dev.daprinvoke.harness.HttpHead;

/**
 * An app that answers what a {@link MatrixCase} says, and tells what it got.
 */
final class MatrixApp implements AppHandler {

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	/**
	 * A request as the app saw it.
	 *
	 * @param head request line and headers
	 * @param bodyLength the body's length
	 * @param bodySum its checksum
	 */
	record Seen(HttpHead head, long bodyLength, long bodySum) {

		static Seen nothing() {
			return new Seen(new HttpHead("the app was not called", List.of()), 0, 0);
		}

	}

	@Override
	public void handle(AppExchange exchange) throws IOException {
		CRC32 sum = new CRC32();
		long length = 0;
		byte[] buffer = new byte[1 << 16];
		InputStream body = exchange.body();
		for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
			sum.update(buffer, 0, count);
			length += count;
		}
		String line = exchange.head().firstLine();
		String[] path = line.split(" ")[1].split("[/?]");
		this.seen.put(String.valueOf(exchange.head().first("X-Case")),
				new Seen(exchange.head(), length, sum.getValue()));
		exchange.respondRaw(
				new MatrixCase(line.split(" ")[0], MatrixCase.Content.valueOf(path[3]), Integer.parseInt(path[2]))
					.answer());
	}

	/** What came under a number, once. */
	Seen take(String number) {
		Seen taken = this.seen.remove(number);
		return (taken != null) ? taken : Seen.nothing();
	}

}
