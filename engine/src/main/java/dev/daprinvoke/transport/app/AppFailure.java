package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.Locale;

import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.PrematureCloseException;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.Verb;

/**
 * Says why an app could not be called, in the words of Go's HTTP client that clients of
 * Dapr know (contract section 1.7).
 */
final class AppFailure {

	private final String address;

	AppFailure(String address) {
		this.address = address;
	}

	/**
	 * Translates a failure.
	 * @param verb the verb of the request
	 * @param url the full URL of the request
	 * @param local the local end of the connection, or {@code null} if there was none
	 * @param error what the HTTP client met
	 * @return the failure
	 */
	AppCallException of(Verb verb, String url, @Nullable SocketAddress local, Throwable error) {
		String name = verb.name().charAt(0) + verb.name().substring(1).toLowerCase(Locale.ROOT);
		return new AppCallException(name + " \"" + url + "\": " + reason(local, error), error);
	}

	private String reason(@Nullable SocketAddress local, Throwable error) {
		for (Throwable each = error; each != null; each = each.getCause()) {
			if (each instanceof BodyTooLargeException tooLarge) {
				return "readfrom tcp " + text(local) + "->" + this.address + ": " + tooLarge.getMessage();
			}
			if (each instanceof InvokeException failure) {
				return failure.getMessage();
			}
			if (each instanceof ConnectTimeoutException) {
				return "dial tcp " + this.address + ": i/o timeout";
			}
			if (each instanceof ConnectException) {
				return "dial tcp " + this.address + ": connect: connection refused";
			}
			if (each instanceof PrematureCloseException) {
				return "EOF";
			}
		}
		if (error instanceof IOException) {
			return "read tcp " + text(local) + "->" + this.address + ": read: connection reset by peer";
		}
		return String.valueOf(error.getMessage());
	}

	private static String text(@Nullable SocketAddress address) {
		return (address != null) ? address.toString().replaceFirst("^.*/", "") : "";
	}

}
