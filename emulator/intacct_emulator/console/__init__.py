"""The console: pages for people about a running emulator, at `/_emulator/`."""
