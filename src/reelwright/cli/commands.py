"""The table of commands."""

from typing import Annotated

import typer

from reelwright.cli import (
    archive,
    cancel,
    clean,
    cut,
    doctor,
    edit,
    export,
    jobs,
    make,
    plan,
    providers,
    reconcile,
    report,
    resolve,
    retry,
    sign,
    skip,
    status,
    use,
    verify,
)

app = typer.Typer(
    name="reelwright",
    help="Makes films from words: see it before you pay, pay once, make only what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from reelwright.cli.saying import say

        say(f"reelwright {version('reelwright')}")
        raise typer.Exit


@app.callback()
def reelwright(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Makes films from words: see it before you pay, pay once, make only what changed."""


app.command("make")(make.make)
app.command("plan")(plan.plan)
app.command("status")(status.status)
app.command("jobs")(jobs.jobs)
app.command("retry")(retry.retry)
app.command("skip")(skip.skip)
app.command("use")(use.use)
app.command("cancel")(cancel.cancel)
app.command("cut")(cut.cut)
app.command("edit")(edit.edit)
app.command("export")(export.export)
app.command("providers")(providers.providers)
app.command("resolve")(resolve.resolve)
app.command("report")(report.report)
app.command("reconcile")(reconcile.reconcile)
app.command("archive")(archive.archive)
app.command("clean")(clean.clean)
app.command("sign")(sign.sign)
app.command("verify")(verify.verify)
app.command("doctor")(doctor.doctor)
