package dev.daprinvoke.observe;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A metric without labels whose value is asked for by each scrape.
 */
final class PolledValue extends Exposed {

	private static final Logger log = LoggerFactory.getLogger(PolledValue.class);

	private final Description description;

	private final DoubleSupplier value;

	PolledValue(Description description, DoubleSupplier value) {
		this.description = description;
		this.value = value;
	}

	@Override
	Description description() {
		return this.description;
	}

	@Override
	Stream<TextPiece> text() {
		double now = current();
		return Double.isNaN(now) ? Stream.empty() : Stream.of((out) -> {
			this.description.appendTo(out);
			new Samples(out, this.description.name(), List.of(), List.of()).value(now);
		});
	}

	private double current() {
		try {
			return this.value.getAsDouble();
		}
		catch (RuntimeException ex) {
			// One broken value must not cost the reader all others.
			log.warn("Metric {} is left out of this scrape: its value could not be read", this.description.name(), ex);
			return Double.NaN;
		}
	}

}
