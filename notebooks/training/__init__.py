"""Training sets and models of the ETA; `./freshet dataset` and `./freshet model`."""
