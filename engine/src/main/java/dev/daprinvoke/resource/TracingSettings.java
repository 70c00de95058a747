package dev.daprinvoke.resource;

/**
 * What operators write about traces (platform contract, section 5.1).
 *
 * @param samplingRate which part of new traces is recorded, as written, or empty
 * @param exporting whether an exporter is configured completely
 * @param collector whether an address of an OpenTelemetry collector is written
 */
public record TracingSettings(String samplingRate, boolean exporting, boolean collector) {

	/** What no file says. */
	public static final TracingSettings DEFAULT = new TracingSettings("", false, false);

	static TracingSettings from(YamlMapping value) {
		YamlMapping zipkin = value.mapping("zipkin");
		YamlMapping otel = value.mapping("otel");
		boolean collector = !otel.text("endpointAddress").isEmpty();
		boolean exporting = value.text("stdout").equalsIgnoreCase("true") || !zipkin.text("endpointAddress").isEmpty()
				|| (collector && !otel.text("protocol").isEmpty());
		return new TracingSettings(value.text("samplingRate"), exporting, collector);
	}

	/**
	 * The same where the environment names a collector: it counts if no file names one,
	 * and then every trace is recorded unless a rate is written.
	 * @return the settings that hold
	 */
	public TracingSettings withCollectorOfTheEnvironment() {
		return this.collector ? this
				: new TracingSettings(this.samplingRate.isEmpty() ? "1" : this.samplingRate, true, true);
	}

}
