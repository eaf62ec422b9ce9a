"""The record is sealed every five minutes, and its head leaves the database every night."""

from procrastinate.contrib.django import app

from proeftuin.record import actions, anchors


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="record.seal")
def seal_record(timestamp: int) -> None:
    """Chain what was added since the last seal."""
    actions.seal()


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="record.anchor")
def anchor_record(timestamp: int) -> None:
    """Write the head of the chain outside the database."""
    anchors.write_anchor()
