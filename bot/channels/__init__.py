"""The doors, one file or folder each: what comes in becomes a `conversation.Incoming`, what goes out a page of its kind."""
