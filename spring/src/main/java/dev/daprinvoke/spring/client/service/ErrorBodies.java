package dev.daprinvoke.spring.client.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Lets the bodies of failed calls be read as objects, by
 * {@link DaprInvocationException#getResponseBodyAs(Class)}. Nothing is made for it before
 * a body is read.
 */
public final class ErrorBodies {

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	private final @Nullable Supplier<List<HttpMessageReader<?>>> readers;

	private final boolean standard;

	/**
	 * Creates the reader.
	 * @param converters the converters, for the errors of all clients; asked for each
	 * body that is read
	 */
	public ErrorBodies(Supplier<List<HttpMessageConverter<?>>> converters) {
		this(converters, null, false);
	}

	private ErrorBodies(Supplier<List<HttpMessageConverter<?>>> converters,
			@Nullable Supplier<List<HttpMessageReader<?>>> readers, boolean standard) {
		this.converters = converters;
		this.readers = readers;
		this.standard = standard;
	}

	/**
	 * The reader with the converters of each client, or Spring's own where the client is
	 * not known.
	 * @return the reader
	 */
	public static ErrorBodies withDefaults() {
		return new ErrorBodies(SingletonSupplier.of(ErrorBodies::defaults), null, true);
	}

	private static List<HttpMessageConverter<?>> defaults() {
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		HttpMessageConverters.forClient().registerDefaults().build().forEach(converters::add);
		return converters;
	}

	/**
	 * The reader for the errors of a client.
	 * @param client makes the client, whose converters will read; of several clients that
	 * it makes, the last one's
	 * @return the reader; this one if it was made with converters for all
	 */
	public ErrorBodies ofClient(RestClient.Builder client) {
		if (!this.standard) {
			return this;
		}
		AtomicReference<@Nullable List<HttpMessageConverter<?>>> own = new AtomicReference<>();
		client.configureMessageConverters((all) -> all.configureMessageConvertersList((list) -> {
			if (list.isEmpty()) {
				// A client whose converters are configured has Spring's own only if
				// somebody says so.
				list.addAll(this.converters.get());
			}
			own.set(list);
		}));
		return new ErrorBodies(() -> {
			List<HttpMessageConverter<?>> built = own.get();
			return (built != null) ? built : this.converters.get();
		});
	}

	/**
	 * The reader for the errors of a client.
	 * @param own gives the client's converters
	 * @return the reader; this one if it was made with converters for all
	 */
	public ErrorBodies ofTemplate(Supplier<List<HttpMessageConverter<?>>> own) {
		return this.standard ? new ErrorBodies(own) : this;
	}

	/**
	 * The reader for the errors of a reactive client.
	 * @param own gives what the client reads answers with
	 * @return the reader; this one if it was made with converters for all
	 */
	ErrorBodies ofReaders(Supplier<List<HttpMessageReader<?>>> own) {
		return this.standard ? new ErrorBodies(this.converters, own, false) : this;
	}

	List<HttpMessageConverter<?>> converters() {
		return this.converters.get();
	}

	// The function may return null: a wildcard that NullAway does not look into.
	@SuppressWarnings("NullAway")
	void readable(DaprInvocationException failure) {
		failure.setBodyConvertFunction((type) -> read(failure, type));
	}

	private @Nullable Object read(DaprInvocationException failure, ResolvableType type) {
		ErrorBody body = new ErrorBody(failure);
		return (this.readers != null) ? body.read(type, this.readers.get()) : body.convert(type, this.converters.get());
	}

}
