"""Every command of `salesbot`, put together."""

from __future__ import annotations

import typer

from salesbot.cli import digest, webhooks
from salesbot.cli.databases import backup_command, migrate_command, restore_command
from salesbot.cli.doctor import doctor
from salesbot.cli.erasing import erase_command
from salesbot.cli.exporting import export_file
from salesbot.cli.files import import_file
from salesbot.cli.playground import manifest, playground
from salesbot.cli.refusing import Refusing
from salesbot.cli.report import report_command
from salesbot.cli.setup import setup

app = typer.Typer(
    name="salesbot",
    help="Salesbot from the terminal: set a workspace up, import and export files, look at reports, keep it running.",
    cls=Refusing,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("setup")(setup)
app.command("doctor")(doctor)
app.command("import")(import_file)
app.command("export")(export_file)
app.command("erase")(erase_command)
app.command("report")(report_command)
app.add_typer(digest.app, name="digest")
app.add_typer(webhooks.app, name="webhook")
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.command("migrate")(migrate_command)
app.command("playground")(playground)
app.command("manifest")(manifest)
