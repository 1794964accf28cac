"""Loopback stand-ins for the paid services: stateful, with a bill, and able to misbehave."""
