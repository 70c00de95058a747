// Serves invocation with the SDK's own server.
// Usage: app http|grpc PORT
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/dapr/go-sdk/service/common"
	daprgrpc "github.com/dapr/go-sdk/service/grpc"
	daprhttp "github.com/dapr/go-sdk/service/http"
)

func main() {
	protocol, address := os.Args[1], "127.0.0.1:"+os.Args[2]
	server, err := serve(protocol, address)
	if err == nil {
		err = server.AddServiceInvocationHandler("hello", hello(protocol))
	}
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		log.Fatal(err)
	}
}

func serve(protocol, address string) (common.Service, error) {
	if protocol == "http" {
		return daprhttp.NewService(address), nil
	}
	return daprgrpc.NewService(address)
}

func hello(protocol string) common.ServiceInvocationHandler {
	return func(_ context.Context, in *common.InvocationEvent) (*common.Content, error) {
		answer := fmt.Sprintf(`{"app":"go-%s","got":%s}`, protocol, in.Data)
		return &common.Content{Data: []byte(answer), ContentType: "application/json"}, nil
	}
}
