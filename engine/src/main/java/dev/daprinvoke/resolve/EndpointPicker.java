package dev.daprinvoke.resolve;

import java.util.List;

import dev.daprinvoke.target.AppTarget;

public interface EndpointPicker {

	List<Endpoint> order(AppTarget target, List<Endpoint> endpoints);

}
