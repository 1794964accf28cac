"""The table of commands."""

import typer

from reelwright.cli import cut, doctor, export, jobs, make, plan, status

app = typer.Typer(
    name="reelwright",
    help="Makes films from words: see it before you pay, pay once, make only what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("make")(make.make)
app.command("plan")(plan.plan)
app.command("status")(status.status)
app.command("jobs")(jobs.jobs)
app.command("cut")(cut.cut)
app.command("export")(export.export)
app.command("doctor")(doctor.doctor)
