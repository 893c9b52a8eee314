"""What the bot does when Rasa has understood: one file per deed, run by Rasa's action server.

`speaking` holds what they share: the moment they are called in, and that an error inside never becomes silence.
"""
