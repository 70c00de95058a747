package dev.daprinvoke.spring.client.service;

import java.io.InterruptedIOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;

import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * Makes blocking methods of reactive clients end as those of blocking ones do if their
 * thread is interrupted while it waits.
 */
final class Interruption {

	private Interruption() {
	}

	/**
	 * Makes the exception for an interrupted wait. Reactor has marked the thread as
	 * interrupted again.
	 * @param error what the method ends with
	 * @param call the call, which is cancelled
	 * @return the exception, or {@code null} if something else has happened
	 */
	static @Nullable ResourceAccessException of(RuntimeException error, ClientCall call) {
		URI uri = call.uri();
		HttpMethod verb = call.verb();
		if (uri == null || verb == null || !DaprUri.isOne(uri)
				|| !(Exceptions.unwrap(error) instanceof InterruptedException)) {
			return null;
		}
		String text = verb + " " + DaprUri.of(uri) + ": interrupted while waiting for the answer";
		InterruptedIOException cause = new InterruptedIOException(text);
		cause.initCause(error);
		String address = uri.toString().replaceFirst("\\?.*", "");
		return new ResourceAccessException("I/O error on " + verb + " request for \"" + address + "\": " + text, cause);
	}

}
