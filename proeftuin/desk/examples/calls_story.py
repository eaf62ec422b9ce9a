"""The first chapter: a call, its sites, its applications and the people who follow along."""

from datetime import datetime
from typing import Any

from proeftuin.accounts.models import Contact
from proeftuin.calls.actions import application as applications
from proeftuin.calls.actions import attachments, colleagues, questions, submission
from proeftuin.calls.actions import call as calls
from proeftuin.calls.models import Application, Call, Criterion, PublicQuestion, Question
from proeftuin.desk.examples import words
from proeftuin.desk.examples.cast import Cast
from proeftuin.desk.examples.clock import Clock, token
from proeftuin.desk.examples.studies_story import begin_study
from proeftuin.events.models import Event
from proeftuin.pathways.models import Enquiry, Pathway
from proeftuin.sites import actions as sites
from proeftuin.sites.models import Site
from proeftuin.studies.models import Study


def on_the_hour(moment: datetime) -> datetime:
    """The full hour: nobody sets a deadline at nine minutes past."""
    return moment.replace(minute=0, second=0, microsecond=0)


def write_call(
    texts: dict[str, Any],
    *,
    pathway: Pathway,
    cast: Cast,
    clock: tuple[datetime, datetime, datetime],
    session: Event | None = None,
    host: str = "",
    level: str = Call.Level.MUNICIPALITIES,
) -> Call:
    """Write a call with its form and criteria, and publish it; `clock` is written, opens, closes."""
    written, opens, closes = clock
    by = cast.people["official" if host else "office"]
    call = Call(
        **texts,
        pathway=pathway,
        level=level,
        host=cast.organisations[host] if host else None,
        opens_at=on_the_hour(opens),
        closes_at=closes,
        question_deadline=on_the_hour(opens + (closes - opens) * 0.75),
        council_decision_by=(closes + (closes - opens)).date(),
        information_session=session,
    )
    calls.write(call=call, by=by, now=written)
    for criterion in words.CRITERIA:
        calls.write_part(part=Criterion(call=call, **criterion), by=by, now=written)
    asked = (
        [words.SITE_QUESTION, words.STUDY_QUESTION, *words.QUESTIONS] if not host else words.QUESTIONS[:-1]
    )
    for row in asked:
        values = {name: value for name, value in row.items() if name != "key"}
        calls.write_part(part=Question(call=call, **values), by=by, now=written)
    return calls.publish(call=call, by=by, now=written)


def describe_site(key: str, *, cast: Cast, by: str, now: datetime) -> Site:
    """The site of a municipality."""
    values = {**words.SITES[key], "municipality": cast.municipalities[key]}
    return sites.describe(
        organisation=cast.organisations[key],
        values=values,
        token=token(f"site {key}"),
        by=cast.people[by],
        now=now,
    )


def draft(
    call: Call, key: str, *, cast: Cast, by: str, now: datetime, site: Site | None = None
) -> Application:
    """An application with its answers typed in."""
    user = cast.people[by]
    application = applications.start(
        call=call, organisation=cast.organisations[key], by=user, token=token(f"{call.slug} {key}"), now=now
    )
    answers = words.ANSWERS.get(key, {"name": "Nog zonder naam"})
    asked = {row["label"]: row["key"] for row in words.QUESTIONS}
    changes = [
        applications.Change(
            question=question, value=answers[asked[question.label]], version=0, was=applications.stamp("")
        )
        for question in call.questions.all()
        if asked.get(question.label) in answers
    ]
    applications.save(application=application, changes=changes, page=token(f"page {key}"), by=user, now=now)
    if site is not None:
        question = call.questions.get(kind=Question.Kind.SITE)
        attachments.choose_sites(application=application, question=question, sites=[site], by=user, now=now)
    return application


def bring_study(application: Application, study: Study, *, cast: Cast, now: datetime) -> None:
    """The study of the site goes along, with what was set beside it."""
    question, by = application.call.questions.get(kind=Question.Kind.STUDY), cast.people["official"]
    attachments.choose_studies(
        application=application, question=question, chosen={study.pk: True}, by=by, now=now
    )


def hand_in(application: Application, *, by: str, cast: Cast, now: datetime) -> None:
    """Submit what was typed."""
    name = f"handed in {application.call.slug} {application.organisation_id}"
    submission.submit(application=application, token=token(name), by=cast.people[by], received_at=now)


def tell(pathway: Pathway, cast: Cast, clock: Clock, session: Event) -> Call:
    """The call is open: three applications are in, one is being written."""
    times = (clock.day(-7), clock.opens, clock.closes)
    call = write_call(words.CALL, pathway=pathway, cast=cast, clock=times, session=session)
    for number, (key, by) in enumerate(
        (("voorbeeldegem", "official"), ("fictiegem", "official-2"), ("denkbeeldekerke", "official-3"))
    ):
        site = describe_site(key, cast=cast, by=by, now=clock.day(3 + number))
        application = draft(call, key, cast=cast, by=by, now=clock.day(5 + number), site=site)
        if key == "voorbeeldegem":
            _invite_colleague(application, cast, clock.day(6))
            bring_study(
                application, begin_study(site, cast=cast, now=clock.day(4)), cast=cast, now=clock.day(7)
            )
        hand_in(application, by=by, cast=cast, now=clock.day(12 + number))
    draft(call, "verzinnegem", cast=cast, by="official-4", now=clock.day(16))
    _talk(call, cast, clock)
    return call


def _invite_colleague(application: Application, cast: Cast, now: datetime) -> None:
    colleague = cast.people["colleague"]
    invited = colleagues.invite(
        application=application, email=colleague.email, by=cast.people["official"], now=now, language="nl"
    )
    colleagues.accept(invited=invited, by=colleague, now=now)


def ask(call: Call, cast: Cast, *, by: str, text: str, now: datetime) -> PublicQuestion:
    """Somebody puts a question about the call."""
    name = f"question {call.slug} {by}"
    email = cast.people[by].email
    return questions.ask(call=call, email=email, text=text, token=token(name), now=now, language="nl")


def answer(
    question: PublicQuestion, cast: Cast, *, text_en: str, answers: tuple[str, str], now: datetime
) -> None:
    """The office answers in public, in both languages."""
    question.public_text, question.public_text_en = question.text, text_en
    question.answer, question.answer_en = answers
    questions.answer(question=question, by=cast.people["office"], now=now)


def _talk(call: Call, cast: Cast, clock: Clock) -> None:
    """A question that is answered in public, one that waits, and one to the office."""
    first = ask(call, cast, by="official-2", text="Mag een site van de kerkfabriek ook?", now=clock.day(8))
    yes = (
        "Ja. De gemeente stelt zich kandidaat, met een akkoord van de eigenaar.",
        "Yes. The municipality applies, with the consent of the owner.",
    )
    asked_en = "May a site of the church council be brought in too?"
    answer(first, cast, text_en=asked_en, answers=yes, now=clock.day(9))
    ask(
        call, cast, by="official-4", text="Kunnen twee gemeenten samen een site inbrengen?", now=clock.day(18)
    )
    Enquiry.objects.get_or_create(
        token=token("enquiry"),
        defaults={
            "pathway": call.pathway,
            "contact": Contact.of(cast.people["citizen"].email),
            "name": cast.people["citizen"].name,
            "subject": "Kan ik ergens gaan kijken?",
            "text": "Ik wil graag eens een wooncoöperatie bezoeken. Weet u een plek?",
            "asked_at": clock.day(17),
        },
    )


def answer_what_waits(call: Call, cast: Cast, *, now: datetime) -> None:
    """Before the deadline passes, the last question gets its answer."""
    yes = ("Ja. Een van beide dient het dossier in.", "Yes. One of the two hands in the dossier.")
    for question in call.public_questions.filter(state=PublicQuestion.State.ASKED):
        text_en = "May two municipalities bring in a site together?"
        answer(question, cast, text_en=text_en, answers=yes, now=now)
