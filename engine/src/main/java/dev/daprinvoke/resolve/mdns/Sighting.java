package dev.daprinvoke.resolve.mdns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.AppId;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a packet says about one address of one instance.
 *
 * @param app the instance's app
 * @param address where its host is
 * @param port its internal gRPC port
 * @param gone whether the packet says goodbye
 */
record Sighting(AppId app, RecordData.Address address, int port, boolean gone) {

	Endpoint endpoint() {
		return new Endpoint(NetUtil.toAddressString(this.address.address()), this.port);
	}

	/**
	 * Finds the instances in a packet. An instance counts if where it listens, its text
	 * and an address of its host are all there; of several addresses of a kind the first
	 * counts (contract part 2, section 3.2).
	 * @param packet the packet
	 * @return what it says, in its order
	 */
	static List<Sighting> in(Packet packet) {
		List<ResourceRecord> services = new ArrayList<>();
		Map<String, RecordData.Text> texts = new HashMap<>();
		Map<String, ResourceRecord> v4 = new HashMap<>();
		Map<String, ResourceRecord> v6 = new HashMap<>();
		packet.records().forEach((each) -> {
			if (each.data() instanceof RecordData.Service) {
				services.add(each);
			}
			else if (each.data() instanceof RecordData.Text text) {
				texts.putIfAbsent(each.name(), text);
			}
			else if (each.data() instanceof RecordData.Address address) {
				(address.isV4() ? v4 : v6).putIfAbsent(each.name(), each);
			}
		});
		List<Sighting> sightings = new ArrayList<>();
		for (ResourceRecord each : services) {
			RecordData.Service service = (RecordData.Service) each.data();
			AppId app = DnsName.appOfInstance(each.name());
			RecordData.Text text = texts.get(each.name());
			if (app != null && text != null && text.strings().contains(app.value()) && service.port() != 0) {
				add(sightings, app, each, v4.get(service.target()));
				add(sightings, app, each, v6.get(service.target()));
			}
		}
		return sightings;
	}

	private static void add(List<Sighting> sightings, AppId app, ResourceRecord service,
			@Nullable ResourceRecord host) {
		if (host != null && host.data() instanceof RecordData.Address address && isUsable(address.address())) {
			boolean gone = service.ttl() == 0 || host.ttl() == 0;
			sightings.add(new Sighting(app, address, ((RecordData.Service) service.data()).port(), gone));
		}
	}

	private static boolean isUsable(InetAddress address) {
		return !address.isAnyLocalAddress() && !address.isMulticastAddress();
	}

}
