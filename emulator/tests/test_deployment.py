"""The files for containers, CI services and the site: they parse, name what is there, and their commands work here."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator import cli
from intacct_emulator.settings import SETTINGS

yaml: Any = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
INSTRUCTIONS = [line.split(" ", 1) for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
RECIPES = ("github-actions.yml", "gitlab-ci.yml")


def documents(name: str) -> list[Any]:
    """The documents of a YAML file."""
    return list(yaml.safe_load_all((ROOT / name).read_text(encoding="utf-8")))


def of(instruction: str) -> list[str]:
    """What follows each of that instruction in the Dockerfile."""
    return [rest for name, rest in INSTRUCTIONS if name == instruction]


def emulator(*arguments: str) -> list[str]:
    """The command line of the emulator, in a process of its own."""
    return [sys.executable, "-m", "intacct_emulator.cli", *arguments]


@pytest.fixture
def container(tmp_path: Path) -> Iterator[str]:
    """What the container runs, on a free port and with a data folder of the test's: the origin it answers at."""
    (command,), (environment,) = of("CMD"), of("ENV")
    variables = dict(pair.split("=", 1) for pair in shlex.split(environment))
    variables |= {
        "INTACCT_EMULATOR_HOST": "127.0.0.1",
        "INTACCT_EMULATOR_PORT": "0",
        "INTACCT_EMULATOR_DATA": str(tmp_path / "data"),
        "INTACCT_EMULATOR_STATE_DIR": str(tmp_path / "state"),
    }
    with subprocess.Popen(
        emulator(*json.loads(command)), env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("READY ").partition("/ia/")[0]
        process.terminate()
        assert process.wait(30) == 0


def test_the_container_runs_and_its_health_check_tells(container: str) -> None:
    """The check passes while it serves, and fails where nobody does."""
    (check,) = of("HEALTHCHECK")
    program = json.loads(check.partition(" CMD ")[2])
    assert program[0] == "python"
    for origin, status in ((container, 0), ("http://127.0.0.1:9", 1)):
        words = [sys.executable, program[1], program[2].replace("http://127.0.0.1:8080", origin)]
        assert subprocess.run(words, capture_output=True, check=False, timeout=30).returncode == status


def test_the_image_is_not_root_and_keeps_its_books_outside() -> None:
    """The last user is a number, so that Kubernetes can tell; the data folder is a volume; every variable is a
    setting."""
    assert of("USER") == ["10001"]
    assert of("VOLUME") == ["/data"]
    assert of("ENTRYPOINT") == ['["intacct-emulator"]']
    (environment,) = of("ENV")
    names = {pair.split("=")[0] for pair in shlex.split(environment)}
    assert names - {setting.variable for setting in SETTINGS} == {"PYTHONUNBUFFERED"}


def test_compose_and_kubernetes_start_it_with_flags_that_exist() -> None:
    """And with settings, ports, probes and users that fit the image."""
    (compose,) = documents("compose.yaml")
    service = compose["services"]["intacct"]
    volume, deployment, kubernetes_service = documents("deploy/kubernetes.yaml")
    (pod,) = [deployment["spec"]["template"]["spec"]]
    (one,) = pod["containers"]
    for command in (service["command"], one["args"]):
        cli.parser().parse_args(command)
    variables = {setting.variable for setting in SETTINGS}
    assert set(service["environment"]) | {entry["name"] for entry in one["env"]} <= variables
    assert pod["securityContext"]["runAsUser"] == int(of("USER")[0])
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]) == (1, "Recreate")
    assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == volume["metadata"]["name"]
    assert kubernetes_service["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    assert [one["readinessProbe"]["httpGet"]["port"], kubernetes_service["spec"]["ports"][0]["port"]] == [8080, 8080]


def test_the_probes_are_answered(container: str) -> None:
    """Both paths, asked by address as Kubernetes does."""
    import httpx2

    _, deployment, _ = documents("deploy/kubernetes.yaml")
    (one,) = deployment["spec"]["template"]["spec"]["containers"]
    for probe in ("readinessProbe", "livenessProbe"):
        assert httpx2.get(container + one[probe]["httpGet"]["path"]).status_code == 200


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_ci_recipes_run_a_program_beside_an_emulator(recipe: str, tmp_path: Path) -> None:
    """Their last command, with another program in the place of `npm test`: it finds the gateway in its environment."""
    (document,) = documents(f"deploy/{recipe}")
    tests = document["jobs"]["tests"] if "jobs" in document else document["tests"]
    lines = [step["run"] for step in tests["steps"] if "run" in step] if "steps" in tests else tests["script"]
    assert lines[0] == "pip install intacct-emulator"
    words = shlex.split(lines[-1])
    assert words[0] == "intacct-emulator"
    ready = "os.environ['INTACCT_ENDPOINT_URL'].split('/ia')[0] + '/_emulator/ready'"
    program = f"import os, urllib.request as u; u.urlopen({ready})"
    flags = words[1 : words.index("--") + 1]
    done = subprocess.run(
        emulator(*flags, sys.executable, "-c", program),
        env={**os.environ, "INTACCT_EMULATOR_STATE_DIR": str(tmp_path)},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0


def test_the_python_recipe_is_python() -> None:
    """It parses, and waits for the word that the server says."""
    text = (ROOT / "deploy" / "testcontainers_fixture.py").read_text(encoding="utf-8")
    ast.parse(text)
    assert '"READY"' in text


def test_the_site_is_made_of_the_docs() -> None:
    """Without a list of its own, which would have to be kept: every page is in it, from the index on."""
    (site,) = documents("mkdocs.yml")
    assert (ROOT / site["docs_dir"] / "README.md").is_file()
    assert "nav" not in site
