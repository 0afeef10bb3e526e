#!/usr/bin/env bash
# Real receivers of traces for the tests, from their Go modules and from Maven Central into the cache; minutes the first
# time, nothing from then on. Each prints where it is.
#
#   collector.sh otelcol   the OpenTelemetry Collector, with the components of its Lambda layer that infra/collector.yaml
#                          names, an exporter over gRPC and one to Zipkin
#   collector.sh jaeger    Jaeger, all in one, without its web pages, which its module lacks
#   collector.sh zipkin    Zipkin's server as a jar, with its web pages
#
# SLIPWAY_CI_CACHE   where the programs stay between runs; /var/cache/slipway-ci
#
# Exit code 3: this machine cannot build it; the reason is on standard error.
set -euo pipefail

# The newest version of which every component is served as a module.
collector=0.155.0
libraries=1.61.0
jaeger=1.76.0
zipkin=3.5.1

cache=${SLIPWAY_CI_CACHE:-/var/cache/slipway-ci}

cannot() {
  echo "no receiver of traces: $*" >&2
  exit 3
}

# Makes a program unless it is there, in a subshell of its own: what it leaves half done is removed.
program() { # name build tool
  [[ ! -x "$1" ]] || return 0
  command -v "$3" >/dev/null || cannot "${1##*/} is made with $3, and there is none"
  mkdir -p "$cache" 2>/dev/null || cannot "$cache cannot be written"
  exec 9>"$cache/receivers.lock"
  flock 9
  [[ ! -x "$1" ]] || return 0
  work=$(mktemp -d "$cache/work.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # Beside this shell, since a failing command ends no function whose own failure is looked at.
  (cd "$work" && "$2") >"$work/log" 2>&1 &
  if ! wait $!; then
    tail -n 5 "$work/log" >&2
    cannot "${1##*/} is not to be had from its registry"
  fi
  mv "$work/program" "$1"
}

# Its own builder would resolve what the tests of components need too, and not all of that is served: it only writes the
# program.
build_collector() {
  local contrib=github.com/open-telemetry/opentelemetry-collector-contrib core=go.opentelemetry.io/collector
  write_decouple
  write_zipkin
  cat >builder.yaml <<END
dist: {name: otelcol, version: $collector, output_path: otelcol}
receivers:
  - gomod: $core/receiver/otlpreceiver v$collector
processors:
  - gomod: $core/processor/batchprocessor v$collector
  - gomod: dev.slipway/decouple v0.0.0
    path: $PWD/decouple
exporters:
  - gomod: $core/exporter/otlphttpexporter v$collector
  - gomod: $core/exporter/otlpexporter v$collector
  - gomod: dev.slipway/zipkin v0.0.0
    path: $PWD/zipkin
extensions:
  - gomod: $contrib/extension/sigv4authextension v$collector
providers:
  - gomod: $core/confmap/provider/envprovider v$libraries
  - gomod: $core/confmap/provider/fileprovider v$libraries
  - gomod: $core/confmap/provider/yamlprovider v$libraries
END
  nice -n 19 go run "$core/cmd/builder@v$collector" --config builder.yaml --skip-get-modules --skip-compilation
  cd otelcol
  {
    printf 'module otelcol\n\ngo 1.25.0\n\n'
    printf 'replace dev.slipway/%s => ../%s\n' decouple decouple zipkin zipkin
    echo "require $core/otelcol v$collector"
    sed -n 's/.*gomod: /require /p' ../builder.yaml
  } >go.mod
  CGO_ENABLED=0 nice -n 19 go build -mod=mod -trimpath -ldflags '-s -w' -o ../program .
}

# Stands in for the one component that is part of the layer alone and no module: it hands on what it gets, as the layer's
# does while a function runs.
write_decouple() {
  mkdir decouple
  cat >decouple/go.mod <<END
module dev.slipway/decouple

go 1.24

require (
	go.opentelemetry.io/collector/component v$libraries
	go.opentelemetry.io/collector/consumer v$libraries
	go.opentelemetry.io/collector/processor v$libraries
)
END
  cat >decouple/factory.go <<'END'
package decouple

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
)

type config struct {
	MaxQueueSize uint32 `mapstructure:"max_queue_size"`
}

type passing struct {
	component.StartFunc
	component.ShutdownFunc
	consumer.Traces
}

func NewFactory() processor.Factory {
	return processor.NewFactory(
		component.MustNewType("decouple"),
		func() component.Config { return &config{MaxQueueSize: 200} },
		processor.WithTraces(
			func(_ context.Context, _ processor.Settings, _ component.Config, next consumer.Traces) (processor.Traces, error) {
				return &passing{Traces: next}, nil
			},
			component.StabilityLevelAlpha))
}
END
}

# Stands in for the exporter whose module is not served: it posts what the Collector's own translator makes of the spans.
write_zipkin() {
  mkdir zipkin
  cat >zipkin/go.mod <<END
module dev.slipway/zipkin

go 1.25.0

require (
	github.com/open-telemetry/opentelemetry-collector-contrib/pkg/translator/zipkin v$collector
	go.opentelemetry.io/collector/component v$libraries
	go.opentelemetry.io/collector/consumer v$libraries
	go.opentelemetry.io/collector/exporter v$libraries
	go.opentelemetry.io/collector/pdata v$libraries
)
END
  cat >zipkin/factory.go <<'END'
package zipkin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/translator/zipkin/zipkinv2"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

type config struct {
	Endpoint string `mapstructure:"endpoint"`
}

type posting struct {
	component.StartFunc
	component.ShutdownFunc
	consumer.Traces
}

func NewFactory() exporter.Factory {
	return exporter.NewFactory(
		component.MustNewType("zipkin"),
		func() component.Config { return &config{} },
		exporter.WithTraces(create, component.StabilityLevelAlpha))
}

func create(_ context.Context, _ exporter.Settings, settings component.Config) (exporter.Traces, error) {
	post, err := consumer.NewTraces(func(_ context.Context, traces ptrace.Traces) error {
		spans, err := zipkinv2.FromTranslator{}.FromTraces(traces)
		if err != nil {
			return err
		}
		body, err := json.Marshal(spans)
		if err != nil {
			return err
		}
		answer, err := http.Post(settings.(*config).Endpoint, "application/json", bytes.NewReader(body))
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusAccepted {
			return fmt.Errorf("Zipkin answered %s", answer.Status)
		}
		return nil
	})
	return &posting{Traces: post}, err
}
END
}

# Built in the folder of its module, as its own go.mod says.
build_jaeger() {
  local folder program=$PWD/program
  folder=$(go mod download -json "github.com/jaegertracing/jaeger@v$jaeger" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  cd "$folder"
  CGO_ENABLED=0 nice -n 19 go build -trimpath -ldflags '-s -w' -o "$program" ./cmd/all-in-one
}

fetch_zipkin() {
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -DoutputDirectory=. \
    -Dartifact="io.zipkin:zipkin-server:$zipkin:jar:slim"
  chmod +x zipkin-server-*.jar
  mv zipkin-server-*.jar program
}

case "${1:-}" in
  otelcol)
    # By what is in it too: another choice of components is another program.
    recipe=$(declare -f build_collector write_decouple write_zipkin | cksum)
    program "$cache/otelcol-$collector-${recipe%% *}" build_collector go
    echo "$cache/otelcol-$collector-${recipe%% *}"
    ;;
  jaeger)
    program "$cache/jaeger-$jaeger" build_jaeger go
    echo "$cache/jaeger-$jaeger"
    ;;
  zipkin)
    program "$cache/zipkin-$zipkin.jar" fetch_zipkin mvn
    echo "$cache/zipkin-$zipkin.jar"
    ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
