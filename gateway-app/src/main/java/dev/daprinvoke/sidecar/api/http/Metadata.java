package dev.daprinvoke.sidecar.api.http;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import dev.daprinvoke.resource.Component;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.process.flags.GoDuration;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.Utf8Escape;

/**
 * What the sidecar tells of itself (contract section 5.2): fixed facts, and values that
 * clients have set.
 */
public final class Metadata {

	/** How many values clients may set: each is kept until the process ends. */
	private static final int MOST_VALUES = 1024;

	private static final JsonFactory JSON = new JsonFactory();

	private final SidecarSettings.App app;

	private final List<Component> components;

	private final List<String> enabledFeatures;

	private final Map<String, String> extended = new ConcurrentSkipListMap<>();

	/**
	 * Creates the metadata.
	 * @param app the app this sidecar stands beside
	 * @param components what was loaded
	 * @param features the feature gates
	 * @param build the version
	 */
	public Metadata(SidecarSettings.App app, List<Component> components, Features features, BuildInfo build) {
		this.app = app;
		this.components = List.copyOf(components);
		this.enabledFeatures = features.enabled();
		this.extended.put("daprRuntimeVersion", BuildInfo.DAPR_VERSION);
		this.extended.put("daprInvokeVersion", build.ownVersion());
	}

	/**
	 * Keeps a value that a client sets; an empty key is ignored.
	 * @param key the key
	 * @param value the value
	 * @return whether there was room for it
	 */
	public boolean set(String key, String value) {
		if (key.isEmpty()) {
			return true;
		}
		return keep(Utf8Escape.isEscaped(key) ? new String(Utf8Escape.bytes(key), StandardCharsets.UTF_8) : key, value);
	}

	private boolean keep(String key, String value) {
		if (this.extended.size() >= MOST_VALUES && !this.extended.containsKey(key)) {
			return false;
		}
		this.extended.put(key, value);
		return true;
	}

	/**
	 * The app this sidecar stands beside.
	 * @return its settings
	 */
	public SidecarSettings.App app() {
		return this.app;
	}

	/**
	 * What was loaded.
	 * @return the components
	 */
	public List<Component> components() {
		return this.components;
	}

	/**
	 * The feature gates that are open.
	 * @return their names
	 */
	public List<String> enabledFeatures() {
		return this.enabledFeatures;
	}

	/**
	 * Facts, and the values that clients have set.
	 * @return a copy
	 */
	public Map<String, String> extended() {
		return new LinkedHashMap<>(this.extended);
	}

	/**
	 * Writes the JSON, with the newline that Go's encoder puts behind it.
	 * @param initialized whether the start is through: until then Dapr does not know
	 * whether there will be actors
	 * @return the text
	 */
	String json(boolean initialized) {
		StringWriter out = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
			json.writeStartObject();
			json.writeStringProperty("id", this.app.id());
			json.writeStringProperty("runtimeVersion", BuildInfo.DAPR_VERSION);
			writeEnabledFeatures(json);
			writeComponents(json);
			json.writeName("extended");
			writeTexts(json, extended());
			writeApp(json);
			json.writeName("actorRuntime");
			json.writeStartObject();
			json.writeStringProperty("runtimeStatus", initialized ? "DISABLED" : "INITIALIZING");
			json.writeBooleanProperty("hostReady", false);
			json.writeStringProperty("placement", "placement: disconnected");
			json.writeEndObject();
			json.writeEndObject();
		}
		return out + "\n";
	}

	private void writeEnabledFeatures(JsonGenerator json) {
		if (this.enabledFeatures.isEmpty()) {
			return;
		}
		json.writeArrayPropertyStart("enabledFeatures");
		this.enabledFeatures.forEach(json::writeString);
		json.writeEndArray();
	}

	private void writeComponents(JsonGenerator json) {
		if (this.components.isEmpty()) {
			return;
		}
		json.writeArrayPropertyStart("components");
		for (Component component : this.components) {
			json.writeStartObject();
			json.writeStringProperty("name", component.name());
			json.writeStringProperty("type", component.type());
			if (!component.version().isEmpty()) {
				json.writeStringProperty("version", component.version());
			}
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	private void writeApp(JsonGenerator json) {
		json.writeName("appConnectionProperties");
		json.writeStartObject();
		if (this.app.port() > 0) {
			json.writeNumberProperty("port", this.app.port());
		}
		json.writeStringProperty("protocol", this.app.protocol());
		json.writeStringProperty("channelAddress", this.app.channelAddress());
		if (this.app.maxConcurrency() > 0) {
			json.writeNumberProperty("maxConcurrency", this.app.maxConcurrency());
		}
		if (this.app.health().enabled()) {
			writeHealth(json, this.app);
		}
		json.writeEndObject();
	}

	private static void writeHealth(JsonGenerator json, SidecarSettings.App app) {
		SidecarSettings.AppHealth health = app.health();
		json.writeName("health");
		json.writeStartObject();
		if (app.protocol().startsWith("http") || app.protocol().equals("h2c")) {
			json.writeStringProperty("healthCheckPath", health.path());
		}
		json.writeStringProperty("healthProbeInterval", GoDuration.format(health.interval()));
		json.writeStringProperty("healthProbeTimeout", GoDuration.format(health.timeout()));
		json.writeNumberProperty("healthThreshold", health.threshold());
		json.writeEndObject();
	}

	private static void writeTexts(JsonGenerator json, Map<String, String> texts) {
		json.writeStartObject();
		texts.forEach(json::writeStringProperty);
		json.writeEndObject();
	}

}
