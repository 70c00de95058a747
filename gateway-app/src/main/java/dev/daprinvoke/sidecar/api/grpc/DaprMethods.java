package dev.daprinvoke.sidecar.api.grpc;

import java.util.Set;

import io.netty.handler.codec.http2.Http2Headers;

import dev.daprinvoke.transport.grpc.Reflection;
import dev.daprinvoke.transport.proxy.ProxyDoor;

/**
 * The methods of Dapr's gRPC API, by name: what else is called on its port is for apps
 * (contract sections 3.1 and 3.5).
 */
final class DaprMethods {

	/** The service's name on the wire. */
	static final String SERVICE = "dapr.proto.runtime.v1.Dapr";

	private static final String PREFIX = "/" + SERVICE + "/";

	private static final Set<String> NAMES = Set.of("InvokeService", "GetMetadata", "SetMetadata", "Shutdown",
			"GetState", "GetBulkState", "SaveState", "QueryStateAlpha1", "DeleteState", "DeleteBulkState",
			"ExecuteStateTransaction", "PublishEvent", "BulkPublishEvent", "BulkPublishEventAlpha1",
			"SubscribeTopicEventsAlpha1", "InvokeBinding", "GetSecret", "GetBulkSecret", "RegisterActorTimer",
			"UnregisterActorTimer", "RegisterActorReminder", "UnregisterActorReminder",
			"UnregisterActorRemindersByType", "GetActorReminder", "ListActorReminders", "RenameActorReminder",
			"GetActorState", "ExecuteActorStateTransaction", "InvokeActor", "SubscribeActorEventsAlpha1",
			"GetConfigurationAlpha1", "GetConfiguration", "SubscribeConfigurationAlpha1", "SubscribeConfiguration",
			"UnsubscribeConfigurationAlpha1", "UnsubscribeConfiguration", "TryLockAlpha1", "UnlockAlpha1",
			"EncryptAlpha1", "DecryptAlpha1", "SubtleGetKeyAlpha1", "SubtleEncryptAlpha1", "SubtleDecryptAlpha1",
			"SubtleWrapKeyAlpha1", "SubtleUnwrapKeyAlpha1", "SubtleSignAlpha1", "SubtleVerifyAlpha1",
			"StartWorkflowAlpha1", "GetWorkflowAlpha1", "PurgeWorkflowAlpha1", "TerminateWorkflowAlpha1",
			"PauseWorkflowAlpha1", "ResumeWorkflowAlpha1", "RaiseEventWorkflowAlpha1", "StartWorkflowBeta1",
			"GetWorkflowBeta1", "PurgeWorkflowBeta1", "TerminateWorkflowBeta1", "PauseWorkflowBeta1",
			"ResumeWorkflowBeta1", "RaiseEventWorkflowBeta1", "ScheduleJob", "ScheduleJobAlpha1", "GetJob",
			"GetJobAlpha1", "DeleteJob", "DeleteJobAlpha1", "DeleteJobsByPrefixAlpha1", "ListJobsAlpha1",
			"ConverseAlpha1", "ConverseAlpha2");

	private DaprMethods() {
	}

	/**
	 * Whether a request is for the API itself: for one of its methods, or for reflection
	 * that no app is asked for.
	 * @param headers the request's headers
	 * @return false if it is for an app
	 */
	static boolean isOwn(Http2Headers headers) {
		String path = String.valueOf(headers.path());
		if (Reflection.isOf(path)) {
			return !ProxyDoor.isForSomebody(headers);
		}
		return path.startsWith(PREFIX) && NAMES.contains(path.substring(PREFIX.length()));
	}

	/**
	 * Why a method that has nothing to do with invocation is refused.
	 * @param name the full name, without a leading slash
	 * @return the status message
	 */
	static String refusal(String name) {
		return "method " + name + " is not offered: this sidecar does service invocation only";
	}

}
