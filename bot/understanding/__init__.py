"""Understanding what people write.

client      the gateway's side of the wire to Rasa; imports no Rasa
wire        the shapes on that wire
channel     Rasa's side of the wire
component   our classifier as a component of Rasa's pipeline
classifier  texts in, topics with probabilities out; knows no Rasa
identifier  which language a text is in
"""
