# For habit only: each target is ./run with the same name.
COMMANDS := test check fix bench demo migrate shell lock help

.PHONY: run $(COMMANDS)

run:
	./run

$(COMMANDS):
	./run $@
