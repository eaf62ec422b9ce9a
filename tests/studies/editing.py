"""What a browser does with the pages on which a study is changed."""

import re
from html import unescape
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from proeftuin.studies.models import StudyVersion


class Inputs(HTMLParser):
    """What a browser would send of the large form on a page."""

    def __init__(self):
        super().__init__()
        self.sent, self.select = {}, ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.sent[self.select] = given["value"]
        elif tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
            self.sent[given["name"]] = given.get("value", "on" if given.get("type") == "checkbox" else "")


def inputs(answer):
    reader = Inputs()
    reader.feed(
        re.search(r'<form method="post" class="subject".*?</form>', answer.content.decode(), re.DOTALL)[0]
    )
    return reader.sent


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def address(made, subject, name="edit"):
    return reverse(f"studies:{name}", args=[made.study_id, subject])


def send(client, made, subject, **changes):
    """Opens a page, changes some fields, and sends it; field names have underscores for hyphens between their parts."""
    sent = inputs(client.get(address(made, subject)))
    return client.post(
        address(made, subject),
        {**sent, **{name.replace("__", "-"): value for name, value in changes.items()}},
    )


def newest(made):
    return StudyVersion.objects.filter(study=made.study_id).latest("serial")


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
