"""Addresses to change a study by subject, and to bring in or take along its plan and its homes."""

from django.urls import URLPattern, path

from proeftuin.studies.views import edit, edit_files

STUDY = "desk/studies/<int:pk>/"
SUBJECT = f"{STUDY}edit/<slug:subject>/"
VERSION = f"{STUDY}<int:serial>/"

urlpatterns: list[URLPattern] = [
    path(SUBJECT, edit.edit, name="edit"),
    path(f"{SUBJECT}merge/", edit.merge, name="merge"),
    path(f"{SUBJECT}drop/", edit.drop_draft, name="drop-draft"),
    path(f"{STUDY}import/", edit_files.import_plan, name="import"),
    path(f"{STUDY}import-homes/", edit_files.import_homes, name="import-homes"),
    path(f"{VERSION}plan.toml", edit_files.plan_toml, name="plan-toml"),
    path(f"{VERSION}homes.csv", edit_files.homes_csv, name="homes-csv"),
    path(f"{VERSION}homes.xlsx", edit_files.homes_xlsx, name="homes-xlsx"),
]
