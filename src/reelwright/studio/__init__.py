"""The one room that introduces rooms to each other; what every door (cli, api, farm) calls."""
