package dev.daprinvoke.scenario.client.shop;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Does what tracing bridges do: takes the trace of a request that comes, and sends it
 * with those that go.
 */
@Component
class MiniTracer implements ObservationHandler<Observation.Context> {

	private static final String HEADER = "traceparent";

	private static final String SPAN = "00f067aa0ba902b7";

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStart(Observation.Context context) {
		if (context instanceof ReceiverContext<?> receiver) {
			receive(receiver);
		}
		else {
			ObservationView parent = context.getParentObservation();
			String trace = (parent != null) ? parent.getContextView().get(HEADER) : null;
			if (trace != null) {
				context.put(HEADER, trace);
			}
		}
		if (context instanceof SenderContext<?> sender) {
			send(sender);
		}
	}

	private static <C> void receive(ReceiverContext<C> context) {
		C carrier = context.getCarrier();
		String parent = (carrier != null) ? context.getGetter().get(carrier, HEADER) : null;
		if (parent != null) {
			context.put(HEADER, parent.split("-")[1]);
		}
	}

	private static <C> void send(SenderContext<C> context) {
		@Nullable String trace = context.get(HEADER);
		if (trace != null) {
			context.getSetter().set(context.getCarrier(), HEADER, "00-" + trace + "-" + SPAN + "-01");
		}
	}

}
