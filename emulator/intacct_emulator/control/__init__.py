"""What can be done with an emulator while it runs, apart from asking its gateway."""
