"""`reelwright doctor`."""

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json


def doctor(json: giving.Json = False) -> int:
    """Check this machine: settings, data folder, ffmpeg, encoder, fonts, voice, disk."""
    from reelwright.studio.checkup import checkup
    from reelwright.studio.settings import read_settings

    findings = checkup(read_settings())
    if json:
        say_json([one.model_dump() for one in findings])
    else:
        for one in findings:
            say(f"{'ok ' if one.ok else 'BAD'}  {one.name:<22} {one.found}")
            if one.remedy:
                say(f"     {one.remedy}")
    return 0 if all(one.ok for one in findings) else 1
