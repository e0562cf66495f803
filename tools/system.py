"""What has to come from the operating system: Pango for PDF, Chromium for browser tests."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.console import DATA, PYTHON, ROOT, VENV, last_lines, say, warn

PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
PDF_ADVICE = (
    f"PDF reports need Pango; on Debian and Ubuntu: apt-get install {' '.join(PDF_PACKAGES)}"
)
# The shell is the same browser without windows, which take half of the processor time.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pdf_ready() -> bool:
    """Whether WeasyPrint finds its system libraries; remembered, since asking takes 1.5 s."""
    remembered = VENV / "pdf-ready"
    if remembered.exists():
        return True
    probe = [str(PYTHON), "-c", "import weasyprint"]
    if subprocess.run(probe, cwd=ROOT, capture_output=True, check=False).returncode:
        return False
    remembered.touch()
    return True


def ensure_pdf() -> bool:
    """Make PDF reports work if this machine lets us; whether they do."""
    if pdf_ready():
        return True
    return install_packages(PDF_PACKAGES, why="for PDF reports") and pdf_ready()


def find_browser(environment: Mapping[str, str]) -> str | None:
    """The Chromium that CIP_CHROMIUM names, else the first one on PATH."""
    named = environment.get("CIP_CHROMIUM")
    if named:
        return shutil.which(named, path=environment.get("PATH"))
    found = (shutil.which(name, path=environment.get("PATH")) for name in BROWSERS)
    return next((path for path in found if path), None)


def ensure_browser(environment: Mapping[str, str]) -> str | None:
    """A Chromium for the browser tests, installed if this machine lets us."""
    found = find_browser(environment)
    if found is None and not environment.get("CIP_CHROMIUM"):
        for package in (SHELL, "chromium"):
            if install_packages([package], why="for the browser tests"):
                break
        found = find_browser(environment)
    if found is None:
        warn("NO CHROMIUM: all browser tests will be SKIPPED (install one or set CIP_CHROMIUM).")
    return found


def install_packages(packages: Sequence[str], *, why: str) -> bool:
    """Install Debian packages when we are root on such a machine; whether that worked."""
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return False
    say(f"Installing {' '.join(packages)} with apt-get, {why} ...")
    DATA.mkdir(exist_ok=True)
    log = DATA / "apt.log"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    with log.open("w") as output:
        for step in (["update"], ["install", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*patient, *step],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
    if done.returncode:
        warn(f"apt-get could not install {' '.join(packages)}:\n{last_lines(log)}")
    return done.returncode == 0
