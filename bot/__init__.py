"""Brobyggaren: from a newcomer's question to a sourced local answer.

The floors, from the ground up; imports point down only (tests/test_house.py holds that):

    words   errors, languages, topics, facts, hours, answers, replies, text, spelling, metrics
    tools   settings, store, content, phrases, privacy, safety, naming, markup, tokens, understanding
    deeds   composing, conversation, checking, training, evaluation, quality
    doors   channels
    roof    app, supervisor, cli
"""
