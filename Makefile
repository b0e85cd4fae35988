# The command surface of the project; CI calls nothing else.
SHELL := /bin/sh
SWIFT ?= swift
RELEASE := -c release --static-swift-stdlib -Xlinker -s
BINARY := .build/release/coxswain
export COXSWAIN_STRICT := 1
LINK := /usr/local/bin/coxswain

.PHONY: up down delete build test fmt lint bench e2e book packages clients fuzz

up: build ## build, start a cluster, wait until it is Ready
	@scripts/packages.sh run
	@ln -sf "$(CURDIR)/$(BINARY)" $(LINK)
	@$(BINARY) up

down: ## stop the cluster, keep everything
	@$(BINARY) down

delete: ## remove the cluster and every trace of it
	@$(BINARY) delete
	@rm -f $(LINK)

packages:
	@scripts/packages.sh run build test

build:
	@scripts/packages.sh build
	@echo "Building (the first time takes about ten minutes)…"
	@$(SWIFT) build $(RELEASE) --product coxswain

test: packages ## every test: unit, in-process, live sockets, and on a real node where the machine allows
	@scripts/test.sh

e2e: build ## the tour of the README with a stock kubectl on a cluster of its own
	@scripts/packages.sh run test
	@scripts/e2e.sh

book: build ## the book's chapters 2 to 6, with the built-in kubectl and a stock one, on a cluster of its own
	@scripts/packages.sh run test
	@scripts/book.sh

clients: ## other people's clients, for the part `clients` of the tour
	@scripts/clients/install.sh

fuzz: ## strange inputs for as long as FUZZ_CASES says, and the JSON parser with coverage for FUZZ_SECONDS
	@scripts/fuzz.sh

bench: build
	@scripts/bench.sh

fmt: ## format every source in place
	@$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

lint: ## fails when a source is not formatted
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
